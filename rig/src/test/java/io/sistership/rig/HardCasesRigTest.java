package io.sistership.rig;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sistership.kube.DeleteOptions;
import io.sistership.kube.KubeClient;
import io.sistership.kube.ListRequest;
import io.sistership.kube.ObjectAddress;
import io.sistership.kube.Patch;
import io.sistership.kube.WriteOptions;
import io.sistership.model.ApiResource;
import io.sistership.model.ObjectId;
import io.sistership.model.ObjectKey;
import io.sistership.model.ObjectSelector;
import io.sistership.model.Outcome;
import io.sistership.model.RestoreChoices;
import io.sistership.model.RestoreChoices.Existing;
import io.sistership.model.RestoreChoices.Policy;
import io.sistership.model.TypeSelector;
import io.sistership.restore.ObjectPlan;
import io.sistership.restore.RestoreResult;
import io.sistership.restore.VerifyResult;
import io.sistership.restore.Wave;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Cases of `docs/hard-cases.md` that one primary cluster holds side by side, restored onto a
/// recovery cluster in which others have been before.
class HardCasesRigTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String HARD = "hard";

    private static final String MESH_POD =
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: %s, namespace: hard, labels: {mesh: c13}}
            spec: {containers: [{name: app, image: registry.k8s.io/pause:3.10}]}
            """;

    @TempDir static Path directory;

    /// What a person's configuration may say of `hard-existing.yaml`.
    private static final RestoreChoices CHOICES =
            new RestoreChoices(
                    List.of(
                            existing(Policy.SKIP, "", "configmaps", "c22-skipped"),
                            existing(Policy.UPDATE, "", "configmaps", "c22-updated"),
                            existing(Policy.UPDATE, "", "configmaps", "c22-immutable"),
                            existing(Policy.RECREATE, "", "secrets", "c22"),
                            existing(
                                    Policy.RECREATE,
                                    "rbac.authorization.k8s.io",
                                    "rolebindings",
                                    "c22"),
                            existing(Policy.RECREATE, "storage.k8s.io", "storageclasses", "c22"),
                            existing(Policy.RECREATE, "apps", "*", "c22")),
                    List.of(
                            new ObjectSelector(
                                    new TypeSelector("apps", "deployments"), HARD, "c23-dns"),
                            new ObjectSelector(
                                    new TypeSelector("apps", "deployments"), HARD, "c23-gitops"),
                            new ObjectSelector(new TypeSelector("batch", "cronjobs"), "", "")));

    private static final Set<String> C12_MADE = Set.of("Pod", "ReplicaSet", "ControllerRevision");

    /// What has something that can't be changed in place.
    private static final List<String> C22_KINDS =
            List.of("Secret", "RoleBinding", "StorageClass", "Deployment", "StatefulSet");

    private static final Map<String, String> THEIR_UIDS = new HashMap<>();

    private static Passage passage;
    private static LocalPoint captured;
    private static ObjectPlan plan;
    private static RestoreResult result;
    private static VerifyResult verified;

    @BeforeAll
    static void recover() {
        passage = Passage.between(directory, Map.of(), PATIENCE);
        passage.primary().addNode("primary-1", false);
        fill(new Manifests(passage.source()));
        await().atMost(PATIENCE).until(HardCasesRigTest::settled);
        before();
        passage.choosing(CHOICES);
        captured = passage.capture();
        plan = passage.plan(captured);
        result = passage.restore(plan, captured, HardCasesRigTest::itsControllerDeletes);
        verified = passage.verify(captured);
    }

    @AfterAll
    static void stop() {
        passage.close();
    }

    private static Existing existing(Policy policy, String group, String resource, String name) {
        return new Existing(
                new ObjectSelector(new TypeSelector(group, resource), "", name), policy);
    }

    private static JsonNode c22(String kind) {
        var type = type(kind);
        return passage.recovered(type, type.namespaced() ? "default" : "", "c22").orElseThrow();
    }

    private static void fill(Manifests manifests) {
        var old = new OldObjects(passage.primary());
        old.webhookOfUnknownSideEffects("c04");
        old.definitionThatPrunesNothing("relics", "Relic", "hard.example.com");
        manifests.apply("hard-cases.yaml", Map.of());
        manifests.create(
                """
                {apiVersion: hard.example.com/v1, kind: Relic, metadata: {name: c08, namespace: hard},
                 spec: {n: 1, unknown: {deep: 1.10}}, beside: kept}
                """);
        inject(manifests);
        certify(manifests);
        passage.source()
                .patch(
                        ObjectAddress.of(type("ConfigMap"), new ObjectKey(HARD, "c19")),
                        Patch.apply(
                                "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"c19\"},\"data\":{\"a\":\"b\"}}"
                                        .getBytes(UTF_8)),
                        WriteOptions.as("argocd-controller"));
        leave(passage.source(), "c21-leaving");
    }

    /// A pod of a mesh: the sidecar is in it once the injector works.
    private static void inject(Manifests manifests) {
        manifests.apply("hard-injector.yaml", Map.of());
        await().atMost(PATIENCE).until(() -> containers(admitted(passage.source())).size() == 2);
        manifests.create(MESH_POD.formatted("c13"));
    }

    private static JsonNode admitted(KubeClient client) {
        var pod = YAMLMapper.shared().readTree(MESH_POD.formatted("c13-try"));
        return client.create(
                        type("Pod"),
                        HARD,
                        pod.toString().getBytes(UTF_8),
                        WriteOptions.as("kubectl-create").dry())
                .json();
    }

    private static List<String> containers(JsonNode pod) {
        return pod.at("/spec/containers")
                .valueStream()
                .map(it -> it.path("name").asString())
                .toList();
    }

    /// As cert-manager makes a certificate for an Ingress.
    private static void certify(Manifests manifests) {
        manifests.create(
                """
                apiVersion: hard.example.com/v1
                kind: Ledger
                metadata:
                  name: c26-certificate
                  namespace: hard
                  ownerReferences:
                    - {apiVersion: networking.k8s.io/v1, kind: Ingress, name: c26, uid: %s, controller: true, blockOwnerDeletion: true}
                """
                        .formatted(source("Ingress", "c26").at("/metadata/uid").asString()));
    }

    private static void itsControllerDeletes(Wave wave) {
        if (wave == Wave.LIMITS) {
            leave(passage.target(), "c19");
        }
    }

    private static void leave(KubeClient client, String configMap) {
        client.delete(
                ObjectAddress.of(type("ConfigMap"), new ObjectKey(HARD, configMap)),
                DeleteOptions.background());
    }

    private static boolean settled() {
        return source("Job", "c14-done").at("/status/succeeded").asInt(0) == 1
                && source("Job", "c14-failed").toString().contains("\"DeadlineExceeded\"")
                && source("PersistentVolumeClaim", "c29")
                        .at("/status/phase")
                        .asString("")
                        .equals("Bound")
                && source("Deployment", "c12-web").at("/status/readyReplicas").asInt(0) == 3
                && source("StatefulSet", "c12-db").at("/status/readyReplicas").asInt(0) == 1
                && source("Secret", "c25-by-hand").at("/data/token").isString();
    }

    /// What others have on the recovery side before anybody recovers to it.
    private static void before() {
        var manifests = new Manifests(passage.target());
        manifests.apply("hard-existing.yaml", Map.of());
        for (var kind : C22_KINDS) {
            THEIR_UIDS.put(kind, c22(kind).at("/metadata/uid").asString());
        }
        manifests.create(
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: c22-equal, namespace: default}, data: {a: b}}");
        manifests.create(
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: c22-different, namespace: default}, data: {a: theirs}}");
        manifests.create(
                """
                apiVersion: v1
                kind: Service
                metadata: {name: squatter, namespace: default}
                spec: {clusterIP: %s, ports: [{port: 80}]}
                """
                        .formatted(
                                source("Service", "c15-taken").at("/spec/clusterIP").asString()));
        manifests.create(
                """
                apiVersion: v1
                kind: Service
                metadata: {name: port-squatter, namespace: default}
                spec: {type: NodePort, ports: [{port: 80, nodePort: %s}]}
                """
                        .formatted(
                                source("Service", "c16-given")
                                        .at("/spec/ports/0/nodePort")
                                        .asInt()));
        manifests.create("{apiVersion: v1, kind: Namespace, metadata: {name: c21-terminating}}");
        manifests.create(
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: hold, namespace: c21-terminating, finalizers: [example.com/hold]}}");
        terminate("c21-terminating");
    }

    /// Deletes a namespace that something holds, and waits until all else in it is gone: its default
    /// service account comes and goes by controllers, in their own time.
    private static void terminate(String namespace) {
        await().atMost(PATIENCE).until(() -> account(namespace).isPresent());
        passage.target()
                .delete(
                        ObjectAddress.of(type("Namespace"), ObjectKey.cluster(namespace)),
                        DeleteOptions.background());
        await().atMost(PATIENCE).until(() -> account(namespace).isEmpty());
    }

    private static Optional<JsonNode> account(String namespace) {
        return passage.recovered(type("ServiceAccount"), namespace, "default");
    }

    @Test
    void totals_add_up_and_each_cause_is_named() {
        assertThat(result.totals().values().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(result.captured());
        var troubled = new TreeMap<String, String>();
        result.outcomes()
                .forEach((id, outcome) -> {
                    switch (outcome) {
                        case Outcome.Blocked(var cause) -> troubled.put(id.toString(), cause);
                        case Outcome.Failed(var message) ->
                                troubled.put(id.toString(), "FAILED " + message);
                        default -> {}
                    }
                });
        assertThat(troubled)
                .isEqualTo(
                        Map.of(
                                "ConfigMap default/c22-different",
                                "exists: another object of this name is there: /data/a differs",
                                "ConfigMap default/c22-immutable",
                                "FAILED ConfigMap \"c22-immutable\" is invalid: data: Forbidden: field is"
                                        + " immutable when `immutable` is set (what can't be changed in"
                                        + " place can be made anew: policy recreate)",
                                "Namespace c21-terminating",
                                "exists: an object of this name is there, and being deleted",
                                "ConfigMap c21-terminating/inside",
                                "namespace: c21-terminating is blocked",
                                "ServiceAccount c21-terminating/default",
                                "namespace: c21-terminating is blocked",
                                "ValidatingWebhookConfiguration.admissionregistration.k8s.io c04",
                                "refused: webhook c04.example.com says sideEffects: Unknown; only None and"
                                        + " NoneOnDryRun can be created since admissionregistration.k8s.io/v1"));
    }

    /// What the plan said is what became of everything.
    @Test
    void case_45_the_plan_says_what_happens() {
        var blocked =
                plan.blocked().stream().map(it -> it.id().toString()).collect(Collectors.toSet());
        var ended = new TreeSet<String>();
        result.outcomes()
                .forEach((id, outcome) -> {
                    if (outcome instanceof Outcome.Blocked) {
                        ended.add(id.toString());
                    }
                });
        assertThat(ended).isEqualTo(blocked);
    }

    /// The one that no server creates is in the totals' test, by its name and cause.
    @Test
    void case_04_a_webhook_comes_back_with_the_ca_bundle_it_had() {
        var stale =
                passage.recovered(type("ValidatingWebhookConfiguration"), "", "c04-stale")
                        .orElseThrow();
        assertThat(stale.at("/webhooks/0/clientConfig/caBundle").asString()).isEqualTo("Cg==");
        assertThat(passage.recovered(type("ValidatingWebhookConfiguration"), "", "c04")).isEmpty();
    }

    @Test
    void case_08_what_an_old_definition_did_not_name_is_kept() {
        var definition =
                passage.recovered(type("CustomResourceDefinition"), "", "relics.hard.example.com")
                        .orElseThrow();
        assertThat(definition.at("/spec/preserveUnknownFields").asBoolean(false)).isFalse();

        var relic = recovered("Relic", "c08");
        assertThat(relic.path("spec").toString())
                .isEqualTo(source("Relic", "c08").path("spec").toString())
                .contains("\"deep\"");
        assertThat(relic.path("beside").asString()).isEqualTo("kept");
    }

    @Test
    void case_13_a_sidecar_that_is_in_a_pod_is_not_put_in_again() {
        assertThat(containers(recovered("Pod", "c13"))).containsExactly("app", "proxy");
        assertThat(
                        plan.find(new ObjectId("", "Pod", new ObjectKey(HARD, "c13")))
                                .orElseThrow()
                                .wave())
                .isLessThan(Wave.GUARDS);
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(containers(admitted(passage.target())))
                                .containsExactly("app", "proxy"));
    }

    @Test
    void case_19_managers_of_an_object_that_its_controller_deleted_are_a_warning() {
        var id = new ObjectId("", "ConfigMap", new ObjectKey(HARD, "c19"));
        assertThat(result.outcomes()).containsEntry(id, new Outcome.Restored());
        assertThat(result.issues())
                .filteredOn(it -> it.where().equals(id.toString()))
                .extracting(it -> it.code() + ": " + it.what())
                .containsExactly(
                        "managed-fields-not-restored: its managed fields weren't given back: it is gone:"
                                + " somebody deleted it after it was restored");
    }

    @Test
    void case_26_what_an_ingress_owns_has_the_new_ingress_and_a_dangling_owner_is_named() {
        assertThat(
                        recovered("Ledger", "c26-certificate")
                                .at("/metadata/ownerReferences/0")
                                .toString())
                .isEqualTo(
                        "{\"apiVersion\":\"networking.k8s.io/v1\",\"blockOwnerDeletion\":true,\"controller\":true,\"kind\":\"Ingress\",\"name\":\"c26\",\"uid\":\"%s\"}"
                                .formatted(
                                        recovered("Ingress", "c26")
                                                .at("/metadata/uid")
                                                .asString()));
        assertThat(recovered("ConfigMap", "c26-dangling").at("/metadata/ownerReferences"))
                .isEmpty();
        assertThat(plan.issues())
                .filteredOn(it -> it.code().equals("owner-not-captured"))
                .extracting(it -> it.where() + ": " + it.what())
                .containsExactly(
                        "ConfigMap hard/c26-dangling: its owner Gone.gone.example.com c26 isn't in the"
                                + " recovery point; it is restored without that owner");
    }

    @Test
    void case_12_what_controllers_make_is_made_once() {
        await().atMost(PATIENCE)
                .until(() ->
                        recovered("Deployment", "c12-web").at("/status/readyReplicas").asInt(0)
                                == 3);
        await().atMost(PATIENCE)
                .until(() ->
                        recovered("StatefulSet", "c12-db").at("/status/readyReplicas").asInt(0)
                                == 1);

        var left = new TreeMap<String, Outcome>();
        result.outcomes()
                .forEach((id, outcome) -> {
                    if (C12_MADE.contains(id.kind()) && id.key().name().startsWith("c12-")) {
                        left.put(id.toString(), outcome);
                    }
                });
        assertThat(left.values()).hasSize(6).allMatch(it -> it instanceof Outcome.Skipped);
        assertThat(names("Pod")).filteredOn(it -> it.startsWith("c12-")).hasSize(4);
        assertThat(names("ReplicaSet")).filteredOn(it -> it.startsWith("c12-")).hasSize(1);
        assertThat(names("ControllerRevision")).hasSize(1);
    }

    @Test
    void case_14_jobs_that_had_ended_stay_away_and_the_others_keep_their_selectors() {
        assertThat(names("Job")).containsExactlyInAnyOrder("c14-suspended", "c14-manual");
        assertThat(recovered("Job", "c14-manual").at("/spec/selector/matchLabels").toString())
                .isEqualTo("{\"mine\":\"c14\"}");
        var generated = recovered("Job", "c14-suspended");
        assertThat(
                        generated
                                .at(
                                        "/spec/selector/matchLabels/batch.kubernetes.io~1controller-uid")
                                .asString())
                .isEqualTo(generated.at("/metadata/uid").asString());
        assertThat(generated.at("/spec/template/metadata/labels/controller-uid").asString())
                .isEqualTo(generated.at("/metadata/uid").asString());
    }

    @Test
    void case_15_addresses_are_kept_where_they_are_free() {
        assertThat(recovered("Service", "c15-headless").at("/spec/clusterIP").asString())
                .isEqualTo("None");
        assertThat(address("c15-kept"))
                .isEqualTo(source("Service", "c15-kept").at("/spec/clusterIP").asString());
        assertThat(address("c15-taken"))
                .isNotEqualTo(source("Service", "c15-taken").at("/spec/clusterIP").asString())
                .isNotEmpty();
        assertThat(address("c15-elsewhere")).isEmpty();
        assertThat(recovered("Service", "c15-elsewhere").at("/spec/externalName").asString())
                .isEqualTo("db.example.com");
    }

    @Test
    void case_16_a_node_port_that_was_asked_for_is_kept_and_a_given_one_is_given_anew() {
        assertThat(recovered("Service", "c16-asked").at("/spec/ports/0/nodePort").asInt())
                .isEqualTo(31234);
        assertThat(recovered("Service", "c16-given").at("/spec/ports/0/nodePort").asInt())
                .isBetween(30000, 32767)
                .isNotEqualTo(source("Service", "c16-given").at("/spec/ports/0/nodePort").asInt());
    }

    @Test
    void case_17_endpoints_by_hand_come_along_and_those_of_controllers_are_made_anew() {
        assertThat(recovered("Endpoints", "c17-by-hand").at("/subsets/0/addresses/0/ip").asString())
                .isEqualTo("10.20.30.40");
        assertThat(
                        recovered("EndpointSlice", "c17-own-slice")
                                .at("/endpoints/0/addresses/0")
                                .asString())
                .isEqualTo("10.20.30.41");
        assertThat(names("EndpointSlice")).noneMatch(managedInSource()::contains);
    }

    @Test
    void case_18_a_generated_name_is_kept() {
        var kept = recovered("ConfigMap", "c18-x7f2k");
        assertThat(kept.at("/metadata/generateName").asString()).isEqualTo("c18-");
        assertThat(names("ConfigMap")).filteredOn(it -> it.startsWith("c18-")).hasSize(1);
    }

    @Test
    void case_20_a_status_that_is_data_is_kept() {
        assertThat(recovered("Ledger", "c20").at("/status/balance").asDouble()).isEqualTo(1.10);
    }

    @Test
    void case_21_finalizers_stay_and_what_was_being_deleted_stays_away() {
        assertThat(recovered("ConfigMap", "c21-finalized").at("/metadata/finalizers/0").asString())
                .isEqualTo("ingress.k8s.aws/resources");
        assertThat(names("ConfigMap")).doesNotContain("c21-leaving");
    }

    @Test
    void case_22_equal_objects_are_adopted_and_different_ones_of_others_left_alone() {
        var theirs = passage.recovered(type("ConfigMap"), "default", "c22-different").orElseThrow();
        assertThat(theirs.at("/data/a").asString()).isEqualTo("theirs");
        assertThat(result.outcomes())
                .containsEntry(
                        new ObjectId("", "ConfigMap", new ObjectKey("default", "c22-equal")),
                        new Outcome.AlreadyThere());
    }

    @Test
    void case_22_a_policy_says_what_becomes_of_what_is_there_and_the_plan_says_which() {
        var planned = new TreeMap<String, String>();
        plan.objects().stream()
                .filter(it -> it.action().detail().startsWith("restore.existing"))
                .forEach(it ->
                        planned.put(
                                it.id().toString(),
                                it.action().detail().substring("restore.existing: ".length())));
        assertThat(planned)
                .isEqualTo(
                        Map.of(
                                "ConfigMap default/c22-skipped",
                                "skip configmaps c22-skipped",
                                "ConfigMap default/c22-updated",
                                "update configmaps c22-updated",
                                "ConfigMap default/c22-immutable",
                                "update configmaps c22-immutable",
                                "Secret default/c22",
                                "recreate secrets c22",
                                "RoleBinding.rbac.authorization.k8s.io default/c22",
                                "recreate rolebindings.rbac.authorization.k8s.io c22",
                                "StorageClass.storage.k8s.io c22",
                                "recreate storageclasses.storage.k8s.io c22",
                                "Deployment.apps default/c22",
                                "recreate *.apps c22",
                                "StatefulSet.apps default/c22",
                                "recreate *.apps c22"));
        assertThat(data("c22-skipped")).isEqualTo("{\"a\":\"theirs\"}");
        assertThat(data("c22-updated")).isEqualTo("{\"a\":\"ours\"}");
        assertThat(data("c22-immutable")).isEqualTo("{\"a\":\"theirs\"}");
    }

    @Test
    void case_22_what_can_not_be_changed_in_place_is_made_anew() {
        for (var kind : C22_KINDS) {
            assertThat(c22(kind).at("/metadata/uid").asString())
                    .as(kind)
                    .isNotEqualTo(THEIR_UIDS.get(kind));
        }
        assertThat(c22("Secret").at("/data/a").asString()).isEqualTo("b3Vycw==");
        assertThat(c22("RoleBinding").at("/roleRef/name").asString()).isEqualTo("view");
        assertThat(c22("StorageClass").at("/parameters/type").asString()).isEqualTo("gp3");
        assertThat(c22("Deployment").at("/spec/selector/matchLabels/app").asString())
                .isEqualTo("ours");
        assertThat(
                        c22("StatefulSet")
                                .at("/spec/volumeClaimTemplates/0/spec/resources/requests/storage")
                                .asString())
                .isEqualTo("1Gi");
    }

    private static String data(String configMap) {
        return passage.recovered(type("ConfigMap"), "default", configMap)
                .orElseThrow()
                .path("data")
                .toString();
    }

    @Test
    void case_23_nothing_of_ours_is_written_on_objects() {
        for (var kind : List.of("ConfigMap", "Service", "Deployment", "Secret", "Ledger")) {
            for (var name : names(kind)) {
                var metadata = recovered(kind, name).path("metadata");
                assertThat(metadata.path("labels").toString() + metadata.path("annotations"))
                        .as("%s %s", kind, name)
                        .doesNotContain("sistership");
            }
        }
    }

    @Test
    void case_24_a_quota_at_its_limit_stops_nothing() {
        var quota = recovered("ResourceQuota", "c24").at("/spec/hard");
        assertThat(quota.path("count/jobs.batch").asString()).isEqualTo("4");
        assertThat(
                        plan.find(new ObjectId("", "ResourceQuota", new ObjectKey(HARD, "c24")))
                                .orElseThrow()
                                .wave())
                .isEqualTo(Wave.LIMITS);
    }

    @Test
    void case_25_a_token_asked_for_by_hand_is_a_new_one_under_its_name() {
        await().atMost(PATIENCE)
                .until(() -> recovered("Secret", "c25-by-hand").at("/data/token").isString());

        var token = recovered("Secret", "c25-by-hand").at("/data/token").asString();
        assertThat(token)
                .isNotEqualTo(source("Secret", "c25-by-hand").at("/data/token").asString());
        assertThat(names("Secret")).doesNotContain("c25-token-abcde");
        assertThat(recovered("ServiceAccount", "c25").path("secrets").toString())
                .isEqualTo("[{\"name\":\"c25-by-hand\"}]");
    }

    @Test
    void case_29_a_claim_gets_its_own_volume_back() {
        await().atMost(PATIENCE)
                .until(() ->
                        recovered("PersistentVolumeClaim", "c29")
                                .at("/status/phase")
                                .asString("")
                                .equals("Bound"));

        var volume = passage.recovered(type("PersistentVolume"), "", "c29").orElseThrow();
        assertThat(recovered("PersistentVolumeClaim", "c29").at("/spec/volumeName").asString())
                .isEqualTo("c29");
        assertThat(volume.at("/spec/claimRef/uid").asString())
                .isEqualTo(
                        recovered("PersistentVolumeClaim", "c29").at("/metadata/uid").asString());
    }

    @Test
    void case_37_flow_control_of_a_persons_own_comes_along_and_the_servers_is_left_alone() {
        assertThat(passage.recovered(type("FlowSchema"), "", "c37")).isPresent();
        assertThat(result.outcomes())
                .hasEntrySatisfying(
                        new ObjectId(
                                "flowcontrol.apiserver.k8s.io",
                                "FlowSchema",
                                ObjectKey.cluster("exempt")),
                        outcome -> assertThat(outcome).isInstanceOf(Outcome.Skipped.class));
    }

    @Test
    void case_38_what_names_machines_is_never_restored() {
        assertThat(names("Lease")).isEmpty();
        assertThat(passage.recovered(type("Node"), "", "primary-1")).isEmpty();
        assertThat(source("VolumeAttachment", "c38").at("/spec/nodeName").asString())
                .isEqualTo("primary-1");
        assertThat(passage.recovered(type("VolumeAttachment"), "", "c38")).isEmpty();
    }

    @Test
    void verify_finds_what_is_blocked_and_nothing_else() {
        assertThat(verified.differing())
                .extracting(it -> it.id().toString())
                .containsExactlyInAnyOrder(
                        "ConfigMap default/c22-different",
                        "ConfigMap default/c22-immutable",
                        "Namespace c21-terminating");
        assertThat(verified.missing())
                .extracting(ObjectId::toString)
                .containsExactlyInAnyOrder(
                        "ConfigMap c21-terminating/inside",
                        "ConfigMap hard/c19",
                        "ServiceAccount c21-terminating/default");
        assertThat(verified.surplus())
                .extracting(ObjectId::toString)
                .containsExactlyInAnyOrder(
                        "Service default/port-squatter", "Service default/squatter");
        assertThat(verified.rules()).containsKey("service-address-taken");
    }

    @Test
    void case_23_what_is_quiesced_stands_still_until_it_is_released() {
        assertThat(replicas("c23-dns")).isZero();
        assertThat(recovered("CronJob", "c23-payments").at("/spec/suspend").asBoolean()).isTrue();
        assertThat(
                        plan.objects().stream()
                                .flatMap(it -> it.translations().stream())
                                .filter(it -> it.how().equals("restore.quiesce"))
                                .map(it -> it.place() + " " + it.before() + " " + it.after()))
                .containsExactlyInAnyOrder(
                        "/spec/replicas 2 0", "/spec/replicas 2 0", "/spec/suspend false true");
        scale("c23-gitops");

        var released = passage.release(captured);
        var again = passage.release(captured);

        assertThat(released.released())
                .extracting(ObjectId::toString)
                .containsExactlyInAnyOrder(
                        "Deployment.apps hard/c23-dns", "CronJob.batch hard/c23-payments");
        assertThat(released.left())
                .isEqualTo(
                        Map.of(
                                "Deployment.apps hard/c23-gitops",
                                "/spec/replicas is 1: somebody changed it since"));
        assertThat(again.released()).isEmpty();
        assertThat(again.running()).hasSize(2);
        assertThat(replicas("c23-dns")).isEqualTo(2);
        assertThat(recovered("CronJob", "c23-payments").at("/spec/suspend").asBoolean()).isFalse();
        var after = passage.verify(captured);
        assertThat(after.rules()).containsEntry("released", 2L);
        assertThat(after.differing())
                .extracting(it -> it.id().toString())
                .contains("Deployment.apps hard/c23-gitops")
                .doesNotContain("Deployment.apps hard/c23-dns");
    }

    private static int replicas(String deployment) {
        return recovered("Deployment", deployment).at("/spec/replicas").asInt();
    }

    /// As a person does who doesn't know of `release`.
    private static void scale(String deployment) {
        passage.target()
                .patch(
                        ObjectAddress.of(type("Deployment"), new ObjectKey(HARD, deployment)),
                        Patch.merge("{\"spec\":{\"replicas\":1}}"),
                        WriteOptions.as("kubectl-scale"));
    }

    private static JsonNode recovered(String kind, String name) {
        return passage.recovered(type(kind), HARD, name)
                .orElseThrow(() -> new AssertionError(kind + " " + name + " isn't there"));
    }

    private static String address(String service) {
        return recovered("Service", service).at("/spec/clusterIP").asString("");
    }

    private static List<String> names(String kind) {
        return names(passage.target(), kind);
    }

    private static List<String> names(KubeClient client, String kind) {
        var names = new ArrayList<String>();
        client.list(
                type(kind), ListRequest.all().in(HARD), (_, _, _, key) -> names.add(key.name()));
        return names;
    }

    private static List<String> managedInSource() {
        return names(passage.source(), "EndpointSlice").stream()
                .filter(it -> !it.equals("c17-own-slice"))
                .toList();
    }

    private static JsonNode source(String kind, String name) {
        return passage.source()
                .find(type(kind), new ObjectKey(type(kind).namespaced() ? HARD : "", name))
                .orElseThrow()
                .json();
    }

    private static ApiResource type(String kind) {
        return passage.target().discovery().types().stream()
                .map(found -> found.resource())
                .filter(found -> found.kind().equals(kind))
                .findFirst()
                .orElseThrow();
    }
}
