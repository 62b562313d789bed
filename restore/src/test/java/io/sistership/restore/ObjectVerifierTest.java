package io.sistership.restore;

import static io.sistership.restore.Samples.json;
import static io.sistership.restore.Samples.owned;
import static io.sistership.restore.Samples.owner;
import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.model.ObjectKey;
import io.sistership.model.Progress;
import io.sistership.vault.DirectoryStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ObjectVerifierTest {

    @TempDir Path state;

    private final FakeCluster cluster = new FakeCluster();
    private final FakePoint point =
            new FakePoint()
                    .with(Samples.NAMESPACE, json("", "shop"))
                    .with(Samples.NODE, json("", "ip-10-0-0-1"))
                    .with(
                            Samples.CONFIG_MAP,
                            json(
                                    "shop",
                                    "settings",
                                    owned(owner("apps/v1", "Deployment", "shop", "web"))
                                            + "|\"data\":{\"a\":\"1\"}"))
                    .with(
                            Samples.SECRET,
                            json("shop", "key", "|\"data\":{\"password\":\"aHVudGVyMg==\"}"))
                    .with(Samples.DEPLOYMENT, Samples.deployment("web", "\"app\":\"web\""));

    @Test
    void a_restored_cluster_is_the_same() {
        restore();

        var result = verify();

        assertThat(result.same()).isTrue();
        assertThat(result.captured()).isEqualTo(5);
        assertThat(result.equal()).isEqualTo(4);
        assertThat(result.explained()).isZero();
        assertThat(result.leftOut()).isEqualTo(Map.of("nodes register themselves", 1L));
        assertThat(result.rules()).isEmpty();
    }

    @Test
    void what_was_changed_is_told_with_its_place_and_a_secret_s_without_its_value() {
        restore();
        cluster.patch(
                Samples.DEPLOYMENT, new ObjectKey("shop", "web"), "{\"spec\":{\"replicas\":7}}");
        cluster.patch(
                Samples.SECRET,
                new ObjectKey("shop", "key"),
                "{\"data\":{\"password\":\"c2VjcmV0\"}}");

        assertThat(verify().differing())
                .extracting(d -> d.id() + ": " + d.places())
                .containsExactlyInAnyOrder(
                        "Deployment.apps shop/web: [/spec/replicas is 7 instead of 2]",
                        "Secret shop/key: [/data/password differs]");
    }

    @Test
    void what_is_gone_and_what_came_beside_it_is_told() {
        restore();
        cluster.delete(Samples.SECRET, new ObjectKey("shop", "key"));
        cluster.put(Samples.CONFIG_MAP, json("shop", "stranger"));
        cluster.put(Samples.CONFIG_MAP, json("shop", "kube-root-ca.crt"));

        var result = verify();

        assertThat(result.missing())
                .extracting(Object::toString)
                .containsExactly("Secret shop/key");
        assertThat(result.surplus())
                .extracting(Object::toString)
                .containsExactly("ConfigMap shop/stranger");
        assertThat(result.surplusRules())
                .isEqualTo(Map.of("every namespace gets the cluster's own CA", 1L));
    }

    @Test
    void an_account_in_kube_system_is_the_controller_manager_s_only_if_it_has_such_a_role() {
        restore();
        cluster.put(Samples.ACCOUNT, json("kube-system", "job-controller"));
        cluster.put(Samples.ACCOUNT, json("kube-system", "stranger"));
        cluster.put(Samples.CLUSTER_ROLE, json("", "system:controller:job-controller"));
        point.with(Samples.ACCOUNT, json("shop", "web"));
        cluster.put(Samples.ACCOUNT, json("shop", "web"));

        var result = verify();

        assertThat(result.surplus())
                .extracting(Object::toString)
                .containsExactly("ServiceAccount kube-system/stranger");
        // That one, and the default one of the namespace.
        assertThat(result.surplusRules()).isEqualTo(Map.of("the controller manager makes it", 2L));
    }

    @Test
    void an_owner_that_is_not_linked_is_a_difference() {
        restore();
        cluster.patch(
                Samples.CONFIG_MAP,
                new ObjectKey("shop", "settings"),
                "{\"metadata\":{\"ownerReferences\":null}}");

        assertThat(verify().differing())
                .singleElement()
                .satisfies(d ->
                        assertThat(d.places())
                                .singleElement()
                                .asString()
                                .startsWith("/metadata/ownerReferences is missing: [{"));
    }

    @Test
    void verifying_writes_nothing() {
        restore();
        var before = cluster.writes();

        verify();

        assertThat(cluster.writes()).isEqualTo(before);
    }

    private VerifyResult verify() {
        return new ObjectVerifier(Samples.translator(), PlanOptions.LIKE_PRIMARY, Progress.SILENT)
                .verify(point, cluster);
    }

    private void restore() {
        var second = Duration.ofSeconds(1);
        var options = new RestoreOptions(4, second, second, second, Duration.ofMillis(5));
        var journal = RestoreJournal.open(new DirectoryStore(state), "test");
        var result =
                new ObjectRestorer(
                                Samples.translator(),
                                options,
                                RequestRecorder.NONE,
                                Progress.SILENT)
                        .restore(point.plan(), point, cluster, journal, WaveListener.NONE);
        assertThat(result.complete()).isTrue();
    }
}
