package io.sistership.rig;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sistership.capture.CaptureOptions;
import io.sistership.kube.DeleteOptions;
import io.sistership.kube.KubeClient;
import io.sistership.kube.KubeException;
import io.sistership.kube.ListRequest;
import io.sistership.kube.ObjectAddress;
import io.sistership.kube.Patch;
import io.sistership.kube.WriteOptions;
import io.sistership.model.AccountId;
import io.sistership.model.ApiResource;
import io.sistership.model.Environment;
import io.sistership.model.ObjectId;
import io.sistership.model.ObjectKey;
import io.sistership.model.Outcome;
import io.sistership.model.Progress;
import io.sistership.model.Region;
import io.sistership.restore.ObjectPlan;
import io.sistership.restore.ObjectPlanner;
import io.sistership.restore.ObjectRestorer;
import io.sistership.restore.ObjectRestorer.RestoreTarget;
import io.sistership.restore.ObjectVerifier;
import io.sistership.restore.PlanOptions;
import io.sistership.restore.RequestRecorder;
import io.sistership.restore.RestoreJournal;
import io.sistership.restore.RestoreOptions;
import io.sistership.restore.RestoreResult;
import io.sistership.restore.TargetState;
import io.sistership.restore.VerifyResult;
import io.sistership.restore.Wave;
import io.sistership.restore.WaveListener;
import io.sistership.translate.Counterparts;
import io.sistership.translate.Crossing;
import io.sistership.translate.Edit;
import io.sistership.translate.Edits;
import io.sistership.translate.JsonDocument;
import io.sistership.translate.PodSpecs;
import io.sistership.translate.Translator;
import io.sistership.vault.DirectoryStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A real control plane's objects restored onto a second one.
class RestoreRigTest {

    private static final String RECOVERY = "0123456789abcdef";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ApiResource CONFIG_MAPS =
            new ApiResource("", "v1", "ConfigMap", "configmaps", true);
    private static final ApiResource SECRETS = new ApiResource("", "v1", "Secret", "secrets", true);
    private static final ApiResource PODS = new ApiResource("", "v1", "Pod", "pods", true);
    private static final ApiResource JOBS = new ApiResource("batch", "v1", "Job", "jobs", true);
    private static final ApiResource DEPLOYMENTS =
            new ApiResource("apps", "v1", "Deployment", "deployments", true);
    private static final ApiResource SHIPS =
            new ApiResource("harbour.example.com", "v1", "Ship", "ships", true);

    @TempDir static Path directory;

    private static final Map<ObjectId, Sent> SENT = new ConcurrentHashMap<>();

    private static final Deque<AutoCloseable> STARTED = new ArrayDeque<>();

    private static RigControlPlane primary;
    private static RigControlPlane recovery;
    private static KubeClient source;
    private static KubeClient target;
    private static LocalPoint captured;
    private static ObjectPlan plan;
    private static RestoreResult result;
    private static VerifyResult verified;

    private record Sent(String captured, List<Edit> edits, String body, String applied) {}

    @BeforeAll
    static void recover() {
        primary = started(RigControlPlane.start());
        source = started(KubeClient.connect(primary.connection()));
        primary.addNode("primary-1", true);
        fill(new Manifests(source));
        captured =
                LocalPoint.capture(source, CaptureOptions.standard(), directory.resolve("point"));
        recovery = started(RigControlPlane.start());
        target = started(KubeClient.connect(recovery.connection()));
        plan = planner().plan(captured.point(), new TargetState.Live(target, RECOVERY, journal()));
        result =
                restorer(RestoreRigTest::record)
                        .restore(plan, captured.point(), restoreTarget(), nodesWhenNeeded());
        verified = verifier().verify(captured.point(), target, RECOVERY);
    }

    @AfterAll
    static void stop() throws Exception {
        while (!STARTED.isEmpty()) {
            STARTED.pop().close();
        }
    }

    private static <T extends AutoCloseable> T started(T part) {
        STARTED.push(part);
        return part;
    }

    private static void fill(Manifests manifests) {
        var certificate = ServingCertificate.of(directory, "guard.harbour.svc");
        var values =
                Map.of(
                        "CA_BUNDLE",
                        certificate.certificate(),
                        "TLS_CRT",
                        certificate.certificate(),
                        "TLS_KEY",
                        certificate.key());
        manifests.apply("restore-sample.yaml", values);
        await().atMost(PATIENCE).until(() -> readyReplicas(source, "guard"), ready -> ready == 1);
        manifests.apply("restore-guarded.yaml", values);
        own(manifests);
        apply(source, "1");
        await().atMost(PATIENCE).until(() -> readyReplicas(source, "light"), ready -> ready == 2);
        await().atMost(PATIENCE).until(() -> condition(source, "done"));
    }

    /// As a GitOps controller does: without force, so that a foreign manager of its field is a conflict.
    private static void apply(KubeClient client, String value) {
        var object =
                "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"applied\",\"namespace\":\"harbour\"},\"data\":{\"a\":\""
                        + value
                        + "\"}}";
        client.patch(
                ObjectAddress.of(CONFIG_MAPS, key("applied")),
                Patch.apply(object.getBytes(UTF_8)),
                WriteOptions.as("gitops"));
    }

    /// A chain three deep, and an object of an owner that is restored after it.
    private static void own(Manifests manifests) {
        var fleet =
                manifests.create(
                        owned(
                                "Ship",
                                "harbour.example.com/v1",
                                "flagship",
                                source.find(SHIPS, key("fleet")).orElseThrow().json(),
                                "spec: {flag: red}"));
        var log =
                manifests.create(
                        owned("ConfigMap", "v1", "logbook", fleet.json(), "data: {day: \"1\"}"));
        manifests.create(owned("Secret", "v1", "seal", log.json(), "stringData: {wax: red}"));
        manifests.create(
                owned(
                        "ConfigMap",
                        "v1",
                        "of-light",
                        source.find(DEPLOYMENTS, key("light")).orElseThrow().json(),
                        "data: {a: b}"));
    }

    private static String owned(
            String kind, String apiVersion, String name, JsonNode owner, String more) {
        return """
        apiVersion: %s
        kind: %s
        metadata:
          name: %s
          namespace: harbour
          ownerReferences:
            - {apiVersion: %s, kind: %s, name: %s, uid: %s, blockOwnerDeletion: true}
        %s
        """
                .formatted(
                        apiVersion,
                        kind,
                        name,
                        owner.path("apiVersion").asString(),
                        owner.path("kind").asString(),
                        owner.path("metadata").path("name").asString(),
                        owner.path("metadata").path("uid").asString(),
                        more);
    }

    @Test
    void every_object_is_accounted_for_and_none_failed() {
        assertThat(result.captured()).isEqualTo(captured.point().manifest().objects());
        assertThat(result.totals().values().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(result.captured());
        assertThat(result.outcomes())
                .noneSatisfy((_, outcome) ->
                        assertThat(outcome)
                                .isInstanceOfAny(Outcome.Failed.class, Outcome.Blocked.class));
        assertThat(plan.blocked()).isEmpty();
    }

    @Test
    void reading_back_finds_every_object_equal_or_explained() {
        assertThat(verified.differing()).isEmpty();
        assertThat(verified.missing()).isEmpty();
        assertThat(verified.surplus()).isEmpty();
        assertThat(verified.captured()).isEqualTo(result.captured());
    }

    @Test
    void bodies_are_captured_bytes_but_for_listed_edits() {
        assertThat(SENT).hasSizeGreaterThan(25);
        assertThat(SENT)
                .allSatisfy((id, sent) ->
                        assertThat(sent.body()).as("%s", id).isEqualTo(sent.applied()));
        var fleet = new ObjectId("harbour.example.com", "Ship", key("fleet"));
        var ship = Optional.ofNullable(SENT.get(fleet)).orElseThrow();
        assertThat(captured.lines("ships.harbour.example.com")).contains(ship.captured());
        assertThat(ship.body())
                .contains("\"a\":{\"unknown\":[1.5,null,\"x\"]}")
                .doesNotContain("\"uid\"");
        assertThat(ship.edits())
                .extracting(Edit::rule)
                .containsExactlyInAnyOrder(
                        "uid",
                        "resourceVersion",
                        "generation",
                        "creationTimestamp",
                        "managedFields");
    }

    @Test
    void owners_are_linked_to_new_uids_and_the_garbage_collector_deletes_nothing() {
        var strayOwner =
                JsonMapper.shared()
                        .readTree(
                                "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"nobody\",\"uid\":\"00000000-0000-4000-8000-000000000000\"}}");
        var stray =
                owned("ConfigMap", "v1", "stray", strayOwner, "data: {}")
                        .replace("namespace: harbour", "namespace: default");
        new Manifests(target).create(stray);

        await().atMost(PATIENCE)
                .until(() -> target.find(CONFIG_MAPS, new ObjectKey("default", "stray")).isEmpty());

        assertThat(ownerUid(SHIPS, "flagship")).isEqualTo(uid(SHIPS, "fleet"));
        assertThat(ownerUid(CONFIG_MAPS, "logbook")).isEqualTo(uid(SHIPS, "flagship"));
        assertThat(ownerUid(SECRETS, "seal")).isEqualTo(uid(CONFIG_MAPS, "logbook"));
        assertThat(ownerUid(CONFIG_MAPS, "of-light")).isEqualTo(uid(DEPLOYMENTS, "light"));
        assertThat(result.extraCalls()).containsEntry("owner link", 1L);
    }

    @Test
    void a_gitops_controller_s_next_apply_finds_its_fields_and_no_conflict() {
        apply(target, "2");

        var applied = target.find(CONFIG_MAPS, key("applied")).orElseThrow().json();
        assertThat(applied.at("/data/a").asString()).isEqualTo("2");
        assertThat(applied.at("/metadata/managedFields").findValuesAsString("manager"))
                .containsExactly("gitops");
        assertThat(result.extraCalls()).containsEntry("managed fields", 1L);
    }

    @Test
    void the_webhook_denies_and_admits_on_the_recovery_side() {
        var manifests = new Manifests(target);
        var ship =
                "apiVersion: harbour.example.com/v1\nkind: Ship\nmetadata: {name: %s, namespace: harbour}\nspec: {flag: %s}\n";

        assertThatThrownBy(() -> manifests.create(ship.formatted("bad", "none")))
                .isInstanceOf(KubeException.class)
                .hasMessageContaining("a ship needs a flag");
        manifests.create(ship.formatted("good", "green"));
        target.delete(ObjectAddress.of(SHIPS, key("good")), DeleteOptions.background());
    }

    @Test
    void workloads_run_once_and_what_had_finished_does_not_run_again() {
        await().atMost(PATIENCE).until(() -> readyReplicas(target, "light"), ready -> ready == 2);

        assertThat(pods(target, "app=light")).isEqualTo(2);
        assertThat(target.find(JOBS, key("done"))).isEmpty();
        assertThat(target.find(JOBS, key("waiting"))).isPresent();
        assertThat(target.find(PODS, key("bare"))).isPresent();
    }

    @Test
    void images_of_the_primary_s_registries_are_the_recovery_side_s() {
        var image =
                target.find(DEPLOYMENTS, key("light"))
                        .orElseThrow()
                        .json()
                        .at("/spec/template/spec/containers/0/image")
                        .asString();

        assertThat(image)
                .isEqualTo("222222222222.dkr.ecr.us-west-2.amazonaws.com/harbour/light:1.0");
    }

    @Test
    void a_second_restore_writes_nothing_but_its_journal() {
        long before = writes();
        assertThat(before).isGreaterThan(30);

        var again =
                planner().plan(captured.point(), new TargetState.Live(target, RECOVERY, journal()));
        var second =
                restorer(RequestRecorder.NONE)
                        .restore(again, captured.point(), restoreTarget(), WaveListener.NONE);

        assertThat(writes()).isEqualTo(before);
        assertThat(second.totals().keySet()).containsExactlyInAnyOrder("already there", "skipped");
        assertThat(second.captured()).isEqualTo(result.captured());
    }

    private static void record(ObjectId id, JsonDocument document, List<Edit> edits, byte[] body) {
        SENT.put(
                id,
                new Sent(
                        new String(Edits.apply(document, List.of()), UTF_8),
                        edits,
                        new String(body, UTF_8),
                        new String(Edits.apply(document, edits), UTF_8)));
    }

    private static WaveListener nodesWhenNeeded() {
        return new WaveListener() {
            @Override
            public void starting(Wave wave) {
                if (wave == Wave.NODES) {
                    recovery.addNode("recovery-1", true);
                }
            }
        };
    }

    private static ObjectPlanner planner() {
        return new ObjectPlanner(translator(), PlanOptions.LIKE_PRIMARY, Progress.SILENT);
    }

    private static ObjectRestorer restorer(RequestRecorder recorder) {
        return new ObjectRestorer(
                translator(),
                RestoreOptions.STANDARD.backendsWithin(PATIENCE),
                recorder,
                Progress.SILENT);
    }

    private static ObjectVerifier verifier() {
        return new ObjectVerifier(translator(), PlanOptions.LIKE_PRIMARY, Progress.SILENT);
    }

    private static RestoreTarget restoreTarget() {
        return new RestoreTarget(target, RECOVERY, journal());
    }

    private static RestoreJournal journal() {
        return RestoreJournal.open(new DirectoryStore(directory.resolve("state")), RECOVERY);
    }

    private static Translator translator() {
        var from =
                new Environment(
                        new AccountId("111111111111"), new Region("us-east-1"), Optional.empty());
        var to =
                new Environment(
                        new AccountId("222222222222"), new Region("us-west-2"), Optional.empty());
        return Translator.of(new Crossing(from, to, Counterparts.of(from, to)), PodSpecs.builtIn());
    }

    /// Mutating requests under the recovery's field manager; dry runs aren't counted.
    private static long writes() {
        return recovery.requestLog().stream()
                .map(JsonMapper.shared()::readTree)
                .filter(line -> line.toString().contains("sistership"))
                .filter(line ->
                        List.of("create", "update", "patch", "delete")
                                .contains(line.path("verb").asString("")))
                .filter(line -> !line.path("requestURI").asString("").contains("dryRun"))
                .count();
    }

    private static int readyReplicas(KubeClient client, String deployment) {
        return client.find(DEPLOYMENTS, key(deployment))
                .map(d -> d.json().at("/status/readyReplicas").asInt(0))
                .orElse(0);
    }

    private static boolean condition(KubeClient client, String job) {
        return client.find(JOBS, key(job))
                .map(j -> j.json().at("/status/succeeded").asInt(0) == 1)
                .orElse(false);
    }

    private static int pods(KubeClient client, String selector) {
        var names = new HashMap<ObjectKey, Boolean>();
        client.list(
                PODS,
                ListRequest.all().in("harbour").labelled(selector),
                (_, _, _, key) -> names.put(key, true));
        return names.size();
    }

    private static String uid(ApiResource type, String name) {
        return target.find(type, key(name)).orElseThrow().json().at("/metadata/uid").asString();
    }

    private static String ownerUid(ApiResource type, String name) {
        return target.find(type, key(name))
                .orElseThrow()
                .json()
                .at("/metadata/ownerReferences/0/uid")
                .asString();
    }

    private static ObjectKey key(String name) {
        return new ObjectKey("harbour", name);
    }
}
