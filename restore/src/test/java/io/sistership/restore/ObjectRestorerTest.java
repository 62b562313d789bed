package io.sistership.restore;

import static io.sistership.restore.Samples.json;
import static io.sistership.restore.Samples.owned;
import static io.sistership.restore.Samples.owner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sistership.model.ApiResource;
import io.sistership.model.FailureKind;
import io.sistership.model.ObjectId;
import io.sistership.model.ObjectKey;
import io.sistership.model.Outcome;
import io.sistership.model.SistershipException;
import io.sistership.translate.Edits;
import io.sistership.vault.DirectoryStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ObjectRestorerTest {

    private static final String SHOP = json("", "shop");

    @TempDir Path state;

    private final FakeCluster cluster = new FakeCluster();

    @AfterEach
    void the_garbage_collector_would_delete_nothing() {
        cluster.requireLinkedOwners();
    }

    @Test
    void every_captured_object_ends_in_exactly_one_way() {
        var point =
                new FakePoint()
                        .with(Samples.NAMESPACE, SHOP)
                        .with(Samples.NODE, json("", "ip-10-0-0-1"))
                        .with(Samples.ACCOUNT, json("shop", "default"))
                        .with(
                                Samples.CONFIG_MAP,
                                json("shop", "settings", "|\"data\":{\"a\":\"1\"}"));

        var result = Restores.restore(point, point.plan(), cluster, state);

        assertThat(result.totals())
                .isEqualTo(Map.of("restored", 2L, "already there", 1L, "skipped", 1L));
        assertThat(result.captured()).isEqualTo(4);
        assertThat(result.reasons())
                .isEqualTo(Map.of("skipped", Map.of("nodes register themselves", 1L)));
        assertThat(result.complete()).isTrue();
    }

    @Test
    void a_second_restore_writes_nothing() {
        var point =
                new FakePoint()
                        .with(Samples.NAMESPACE, SHOP)
                        .with(Samples.CONFIG_MAP, json("shop", "settings"));
        Restores.restore(point, point.plan(), cluster, state);
        var before = cluster.writes();

        var again =
                Restores.restore(
                        point,
                        point.plan(Target.live(cluster, Restores.journal(state))),
                        cluster,
                        state);

        assertThat(cluster.writes()).isEqualTo(before);
        assertThat(again.totals()).isEqualTo(Map.of("already there", 2L));
    }

    @Test
    void what_the_journal_knows_is_not_made_again_even_by_the_old_plan() {
        var point =
                new FakePoint()
                        .with(Samples.NAMESPACE, SHOP)
                        .with(Samples.JOB, json("shop", "once"));
        Restores.restore(point, point.plan(), cluster, state);
        cluster.delete(Samples.JOB, new ObjectKey("shop", "once"));

        var again = Restores.restore(point, point.plan(), cluster, state);

        assertThat(again.outcomes().values()).containsOnly(new Outcome.AlreadyThere());
        assertThat(cluster.writes())
                .containsExactly("create Namespace shop", "create Job.batch shop/once");
    }

    @Test
    void an_object_of_ours_whose_answer_was_lost_is_recognised_by_its_manager() {
        var point =
                new FakePoint()
                        .with(Samples.NAMESPACE, SHOP)
                        .with(
                                Samples.CONFIG_MAP,
                                json("shop", "settings", "|\"data\":{\"a\":\"1\"}"));
        cluster.create(Samples.NAMESPACE, "", bytes("{\"metadata\":{\"name\":\"shop\"}}"));
        cluster.create(
                Samples.CONFIG_MAP,
                "shop",
                bytes(
                        "{\"metadata\":{\"name\":\"settings\",\"namespace\":\"shop\"},\"data\":{\"a\":\"2\"}}"));

        var result = Restores.restore(point, point.plan(), cluster, state);

        assertThat(Restores.outcome(result, "ConfigMap", "settings"))
                .isEqualTo(new Outcome.Restored());
        assertThat(cluster.writes()).hasSize(2);
    }

    @Test
    void an_equal_object_of_somebody_else_is_already_there_and_a_different_one_blocks() {
        var point =
                new FakePoint()
                        .with(Samples.NAMESPACE, SHOP)
                        .with(
                                Samples.CONFIG_MAP,
                                json("shop", "equal", "|\"data\":{\"a\":\"1\"}"),
                                json("shop", "other", "|\"data\":{\"a\":\"1\"}"));
        cluster.put(Samples.CONFIG_MAP, json("shop", "equal", "|\"data\":{\"a\":\"1\"}"));
        cluster.put(Samples.CONFIG_MAP, json("shop", "other", "|\"data\":{\"a\":\"2\"}"));

        var result = Restores.restore(point, point.plan(), cluster, state);

        assertThat(Restores.outcome(result, "ConfigMap", "equal"))
                .isEqualTo(new Outcome.AlreadyThere());
        assertThat(Restores.outcome(result, "ConfigMap", "other"))
                .isEqualTo(
                        new Outcome.Blocked(
                                "exists: another object of this name is there: /data/a differs"));
        assertThat(result.complete()).isFalse();
    }

    @Test
    void bodies_are_the_captured_bytes_but_for_their_edits() {
        var odd =
                json(
                        "shop",
                        "odd",
                        "\"unknown\":{\"z\":1,\"a\":1.10}|\"data\":{\"b\":\"\\u00e9\",\"a\":\"1\"},\"later\":[1e3]");
        var point = new FakePoint().with(Samples.NAMESPACE, SHOP).with(Samples.CONFIG_MAP, odd);
        var bodies = Collections.synchronizedMap(new HashMap<ObjectId, String>());

        Restores.restorer(
                        (id, captured, edits, body) -> {
                            assertThat(body).isEqualTo(Edits.apply(captured, edits));
                            bodies.put(id, new String(body, StandardCharsets.UTF_8));
                        })
                .restore(point.plan(), point, cluster, Restores.journal(state), WaveListener.NONE);

        assertThat(bodies.get(id("ConfigMap", "shop", "odd")))
                .isEqualTo(
                        "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"odd\",\"namespace\":\"shop\",\"unknown\":{\"z\":1,\"a\":1.10}},\"data\":{\"b\":\"\\u00e9\",\"a\":\"1\"},\"later\":[1e3]}");
    }

    @Test
    void owners_are_linked_three_deep_in_one_write_each_and_later_ones_in_a_second() {
        var point =
                new FakePoint()
                        .with(Samples.NAMESPACE, SHOP)
                        .with(Samples.CRD, Samples.shipDefinition(""))
                        .with(
                                Samples.SECRET,
                                json(
                                        "shop",
                                        "third",
                                        owned(owner("v1", "ConfigMap", "shop", "second")) + "|"))
                        .with(
                                Samples.CONFIG_MAP,
                                json(
                                        "shop",
                                        "second",
                                        owned(owner("sea.example.com/v1", "Ship", "shop", "first"))
                                                + "|"),
                                json(
                                        "shop",
                                        "of-web",
                                        owned(owner("apps/v1", "Deployment", "shop", "web")) + "|"))
                        .with(Samples.SHIP, json("shop", "first"))
                        .with(Samples.DEPLOYMENT, Samples.deployment("web", "\"app\":\"web\""));

        var result = Restores.restore(point, point.plan(), cluster, state);

        assertThat(ownerUid(Samples.SECRET, "third"))
                .isEqualTo(cluster.view(Samples.CONFIG_MAP, "shop", "second").uid());
        assertThat(ownerUid(Samples.CONFIG_MAP, "second"))
                .isEqualTo(cluster.view(Samples.SHIP, "shop", "first").uid());
        assertThat(ownerUid(Samples.CONFIG_MAP, "of-web"))
                .isEqualTo(cluster.view(Samples.DEPLOYMENT, "shop", "web").uid());
        assertThat(
                        cluster.view(Samples.SECRET, "shop", "third")
                                .isTrue("/metadata/ownerReferences/0/blockOwnerDeletion"))
                .isTrue();
        assertThat(result.extraCalls()).isEqualTo(Map.of("owner link", 1L));
        assertThat(cluster.writes())
                .filteredOn(w -> w.startsWith("patch"))
                .containsExactly("patch ConfigMap shop/of-web");
    }

    @Test
    void a_service_whose_address_is_taken_gets_another_one() {
        var point =
                new FakePoint()
                        .with(Samples.NAMESPACE, SHOP)
                        .with(
                                Samples.SERVICE,
                                Samples.service("web", "\"app\":\"web\""),
                                json("shop", "headless", "|\"spec\":{\"clusterIP\":\"None\"}"));
        cluster.admit((_, object) ->
                object.path("spec").path("clusterIP").asString("").startsWith("10.")
                        ? Optional.of(
                                new WriteAnswer.Invalid(
                                        "spec.clusterIPs: Invalid value: failed to allocate IP 10.100.7.8: provided IP is already allocated"))
                        : Optional.empty());

        var result = Restores.restore(point, point.plan(), cluster, state);

        assertThat(Restores.outcome(result, "Service", "web")).isEqualTo(new Outcome.Restored());
        assertThat(cluster.view(Samples.SERVICE, "shop", "web").has("/spec/clusterIP")).isFalse();
        assertThat(cluster.view(Samples.SERVICE, "shop", "headless").text("/spec/clusterIP"))
                .isEqualTo("None");
        assertThat(result.extraCalls()).isEqualTo(Map.of("service address taken", 1L));
    }

    @Test
    void the_recovery_nodes_own_role_stays_in_aws_auth() {
        var captured =
                json(
                        "kube-system",
                        "aws-auth",
                        "|\"data\":{\"mapRoles\":\"- rolearn: arn:aws:iam::111111111111:role/node\\n  username: system:node\\n\"}");
        cluster.put(Samples.NAMESPACE, json("", "kube-system"));
        cluster.put(
                Samples.CONFIG_MAP,
                "{\"metadata\":{\"name\":\"aws-auth\",\"namespace\":\"kube-system\"},\"data\":{\"mapRoles\":\"- rolearn: arn:aws:iam::222222222222:role/other\\n  username: system:node\\n\"}}");
        var point = new FakePoint().with(Samples.CONFIG_MAP, captured);

        var result =
                Restores.restore(
                        point,
                        point.plan(Target.live(cluster, Restores.journal(state))),
                        cluster,
                        state);

        assertThat(Restores.outcome(result, "ConfigMap", "aws-auth"))
                .isEqualTo(new Outcome.Restored());
        assertThat(
                        cluster.view(Samples.CONFIG_MAP, "kube-system", "aws-auth")
                                .text("/data/mapRoles"))
                .isEqualTo(
                        """
                        - rolearn: arn:aws:iam::222222222222:role/node
                          username: system:node
                        - rolearn: "arn:aws:iam::222222222222:role/other"
                          username: "system:node"
                        """);
    }

    @Test
    void the_default_account_of_a_namespace_is_waited_for_and_completed() {
        var point =
                new FakePoint()
                        .with(Samples.NAMESPACE, SHOP)
                        .with(
                                Samples.ACCOUNT,
                                json(
                                        "shop",
                                        "default",
                                        "|\"imagePullSecrets\":[{\"name\":\"pull\"}]"));

        var result = Restores.restore(point, point.plan(), cluster, state);

        assertThat(Restores.outcome(result, "ServiceAccount", "default"))
                .isEqualTo(new Outcome.Restored());
        assertThat(
                        cluster.view(Samples.ACCOUNT, "shop", "default")
                                .text("/imagePullSecrets/0/name"))
                .isEqualTo("pull");
        assertThat(cluster.writes())
                .containsExactly("create Namespace shop", "patch ServiceAccount shop/default");
    }

    @Test
    void a_run_killed_after_any_write_goes_on_to_the_same_end() {
        var point = Restores.webhookPoint();
        cluster.answer("shop", "hook");
        Restores.restore(point, point.plan(), cluster, state);
        var all = cluster.writes().stream().sorted().toList();

        for (int killedAfter = 0; killedAfter < all.size(); killedAfter++) {
            var fresh = new FakeCluster();
            fresh.answer("shop", "hook");
            var journal = RestoreJournal.open(new DirectoryStore(state), "killed-" + killedAfter);
            killAfter(fresh, killedAfter);
            assertThatThrownBy(() ->
                            Restores.restorer(RequestRecorder.NONE)
                                    .restore(
                                            point.plan(), point, fresh, journal, WaveListener.NONE))
                    .hasMessage("killed");

            var resumed =
                    Restores.restorer(RequestRecorder.NONE)
                            .restore(
                                    point.plan(),
                                    point,
                                    fresh,
                                    RestoreJournal.open(
                                            new DirectoryStore(state), "killed-" + killedAfter),
                                    WaveListener.NONE);

            assertThat(resumed.complete()).isTrue();
            assertThat(fresh.writes().stream().sorted().toList()).isEqualTo(all);
        }
    }

    @Test
    void managers_that_apply_get_their_fields_back_once() {
        var managers =
                "\"managedFields\":[{\"manager\":\"argocd-controller\",\"operation\":\"Apply\",\"apiVersion\":\"v1\",\"fieldsType\":\"FieldsV1\",\"fieldsV1\":{\"f:data\":{\"f:a\":{}}}}]";
        var point =
                new FakePoint()
                        .with(Samples.NAMESPACE, SHOP)
                        .with(
                                Samples.CONFIG_MAP,
                                json("shop", "applied", managers + "|\"data\":{\"a\":\"1\"}"));

        var result = Restores.restore(point, point.plan(), cluster, state);
        var again =
                Restores.restore(
                        point,
                        point.plan(Target.live(cluster, Restores.journal(state))),
                        cluster,
                        state);

        assertThat(cluster.view(Samples.CONFIG_MAP, "shop", "applied").managers())
                .containsExactly("argocd-controller");
        assertThat(result.extraCalls()).isEqualTo(Map.of("managed fields", 1L));
        assertThat(again.totals()).isEqualTo(Map.of("already there", 2L));
        assertThat(again.extraCalls()).isEmpty();
    }

    @Test
    void waves_are_told_in_order_with_what_became_of_them() {
        var told = new ArrayList<String>();
        var point =
                new FakePoint()
                        .with(Samples.NAMESPACE, SHOP)
                        .with(Samples.CONFIG_MAP, json("shop", "a"));

        Restores.restorer(RequestRecorder.NONE)
                .restore(
                        point.plan(),
                        point,
                        cluster,
                        Restores.journal(state),
                        new WaveListener() {
                            @Override
                            public void starting(Wave wave) {
                                told.add(wave.label());
                            }

                            @Override
                            public void finished(Wave wave, Map<String, Long> outcomes) {
                                if (!outcomes.isEmpty()) {
                                    told.add(wave.label() + " " + outcomes);
                                }
                            }
                        });

        assertThat(told)
                .containsExactly(
                        "namespaces",
                        "namespaces {restored=1}",
                        "definitions",
                        "passive",
                        "passive {restored=1}",
                        "network",
                        "nodes",
                        "backends",
                        "converted",
                        "guards",
                        "workloads",
                        "limits");
    }

    /// One write more than that ends the run, once.
    private static void killAfter(FakeCluster cluster, int writes) {
        var left = new AtomicInteger(writes);
        var killed = new AtomicBoolean();
        cluster.admit((_, _) -> {
            if (left.getAndDecrement() <= 0 && killed.compareAndSet(false, true)) {
                throw new SistershipException(FailureKind.ACCESS, "killed", "killed", "");
            }
            return Optional.empty();
        });
    }

    private String ownerUid(ApiResource type, String name) {
        return cluster.view(type, "shop", name).text("/metadata/ownerReferences/0/uid");
    }

    private static ObjectId id(String kind, String namespace, String name) {
        return new ObjectId("", kind, new ObjectKey(namespace, name));
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
