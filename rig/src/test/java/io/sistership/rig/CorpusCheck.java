package io.sistership.rig;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Manifests that nobody on this project wrote, applied to one cluster, captured, recovered into the
/// other account and verified: by the product's own `verify`, and by comparing the live objects of
/// both clusters in a second way.
///
/// Run by `make test-corpus CORPUS=DIR`; its name keeps it out of `make test`, for which a clone
/// alone must be enough.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CorpusCheck {

    private static final String NAME = "corpus";

    /// How many documents a server of today accepts. It refuses the one Ingress that is a template of
    /// `<placeholders>`, cert-manager's kinds without cert-manager, and second examples of volumes and a
    /// pod whose fields can't be changed.
    private static final Map<String, Integer> ACCEPTED =
            Map.of(
                    "online-boutique.yaml", 36,
                    "argo-cd.yaml", 60,
                    "karpenter.yaml", 14,
                    "aws-efs-csi-driver.yaml", 11,
                    "aws-efs-examples.yaml", 10,
                    "aws-lbc-examples.yaml", 8,
                    "aws-load-balancer-controller.yaml", 13);

    private final World world = World.shared();
    private final List<CorpusFile> files = CorpusFile.of(corpus());
    private final Command primary = world.kubectl(World.PRIMARY, NAME);
    private final Command recovery = world.kubectl(World.RECOVERY, NAME);
    private final Named here = Named.by(world, World.PRIMARY);
    private final Named there = Named.by(world, World.RECOVERY);
    private final Map<String, JsonNode> before;
    private final JsonNode captured;
    private final JsonNode recovered;
    private final JsonNode verified;

    CorpusCheck(@TempDir Path directory) throws IOException {
        world.cluster(
                World.PRIMARY, NAME, "--access-config", "authenticationMode=API_AND_CONFIG_MAP");
        world.nodes(World.PRIMARY, NAME, "workers", 3);
        certify(directory);
        files.forEach(file -> file.applyTo(primary, here));
        awaitSettled();
        before = live(primary, here);
        var ship =
                world.application(Files.createDirectories(directory.resolve("ship")), NAME, NAME);
        world.admitDelegate(NAME, NAME);
        captured = ship.json("capture").exits(0).result();
        recovered = ship.json("recover").result();
        verified = ship.json("verify").result();
    }

    /// What cert-manager, which is no part of the corpus, makes of the controller's Certificate.
    private void certify(Path directory) {
        var pair =
                ServingCertificate.of(
                        directory, "aws-load-balancer-webhook-service.kube-system.svc");
        var secret =
                """
                {"apiVersion": "v1", "kind": "Secret", "type": "kubernetes.io/tls",
                 "metadata": {"name": "aws-load-balancer-webhook-tls", "namespace": "kube-system"},
                 "data": {"tls.crt": "%s", "tls.key": "%s"}}
                """
                        .formatted(pair.certificate(), pair.key());
        primary.run(secret.getBytes(UTF_8), "apply", "-f", "-").ok();
    }

    /// Waits until the controllers have nothing left to do. Not until all is ready: some pods wait for
    /// a Secret that an init container of theirs makes, and the rig's kubelet runs no foreign code.
    private void awaitSettled() {
        await().atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(
                        () -> assertThat(unsettled()).as("without all their pods").isEmpty());
    }

    private List<String> unsettled() {
        return primary.run("get", "deployments,statefulsets", "-A", "-o", "json")
                .json()
                .path("items")
                .valueStream()
                .filter(workload ->
                        workload.at("/spec/replicas").asInt(1)
                                        != workload.at("/status/replicas").asInt(0)
                                || workload.at("/metadata/generation").asLong()
                                        != workload.at("/status/observedGeneration").asLong(-1))
                .map(workload -> workload.at("/metadata/name").asString())
                .toList();
    }

    @BeforeAll
    void tell() {
        files.forEach(file -> {
            System.out.printf(
                    "corpus: %s: %d of %d documents accepted%n",
                    file.name(), file.taken(), file.documents());
            file.refused().forEach((name, why) -> System.out.printf("  %s: %s%n", name, why));
        });
        System.out.printf(
                "%d objects of them live; %s objects captured%n"
                        + "not ready: %s%nrecovered: %s%nunfinished: %s%nleft out: %s%nverified: %s%nexplained: %s%nmillis: %s%n",
                before.size(),
                captured.at("/captures/0/objects"),
                verified.at("/readiness"),
                recovered.at("/outcomes"),
                recovered.at("/unfinished"),
                recovered.at("/reasons"),
                verified.at("/totals"),
                verified.at("/explained"),
                recovered.at("/millis"));
    }

    @Test
    void the_server_accepted_what_the_projects_publish() {
        assertThat(files.stream().collect(toMap(CorpusFile::name, CorpusFile::taken)))
                .isEqualTo(ACCEPTED);
    }

    @Test
    void every_captured_object_is_accounted_for_and_none_failed() {
        assertThat(recovered.at("/unfinished")).isEmpty();
        assertThat(sum(recovered.at("/outcomes")))
                .isEqualTo(captured.at("/captures/0/objects").asLong());
        assertThat(recovered.at("/captured")).isEqualTo(captured.at("/captures/0/objects"));
    }

    @Test
    void every_object_is_equal_or_explained_and_none_is_missing_or_new() {
        assertThat(verified.at("/differences")).isEmpty();
        assertThat(verified.at("/missing")).isEmpty();
        assertThat(verified.at("/unexpected")).isEmpty();
        assertThat(sum(verified.at("/totals")))
                .isEqualTo(captured.at("/captures/0/objects").asLong());
    }

    @Test
    void everything_works_that_did() {
        for (var report : List.of(recovered, verified)) {
            assertThat(report.at("/readiness/unready"))
                    .allSatisfy(each ->
                            assertThat(each.at("/before").asString()).isEqualTo("not ready"));
            assertThat(report.at("/readiness/ready/Deployment").asInt()).isGreaterThan(12);
            assertThat(report.at("/readiness/ready/DaemonSet").asInt()).isPositive();
            assertThat(report.at("/readiness/ready/PersistentVolumeClaim").asInt()).isEqualTo(3);
            assertThat(report.at("/readiness/ready/MutatingWebhookConfiguration").asInt()).isOne();
        }
    }

    @Test
    void the_live_objects_of_both_clusters_say_the_same() {
        var after = live(recovery, there);
        var differences = new TreeMap<String, List<String>>();
        before.forEach((key, object) -> {
            var translated = Road.JSON.readTree(moved(object.toString()));
            var other = after.get(key);
            var found =
                    other == null
                            ? List.of("is missing")
                            : LiveDifferences.between(translated, other, CorpusFile.MADE_ANEW);
            if (!found.isEmpty()) {
                differences.put(key, found);
            }
        });

        assertThat(differences).isEmpty();
    }

    @Test
    void no_identifier_of_the_primary_account_is_left() {
        var planted = List.of(here.of("FILE_SYSTEM"), here.of("ACCESS_POINT"), here.of("ACCOUNT"));

        assertThat(before.values().toString())
                .contains(here.of("FILE_SYSTEM"), here.of("ACCESS_POINT"));
        assertThat(live(recovery, there).values().toString())
                .contains(there.of("FILE_SYSTEM"), there.of("ACCESS_POINT"))
                .doesNotContain(planted);
    }

    /// What the primary's own file system is called, in the recovery environment.
    private String moved(String text) {
        return text.replace(here.of("FILE_SYSTEM"), there.of("FILE_SYSTEM"))
                .replace(here.of("ACCESS_POINT"), there.of("ACCESS_POINT"));
    }

    @Test
    void their_owners_can_go_on_applying_the_same_manifests() {
        for (var file : files) {
            assertThat(file.diff(recovery, there)).as("kubectl diff of " + file.name()).isEmpty();
            assertThat(file.applyAgain(recovery, there).exit())
                    .as("kubectl apply of " + file.name())
                    .isZero();
        }
    }

    private Map<String, JsonNode> live(Command kubectl, Named named) {
        var objects = new LinkedHashMap<String, JsonNode>();
        files.forEach(file -> objects.putAll(file.live(kubectl, named)));
        return objects;
    }

    private static long sum(JsonNode counts) {
        return counts.valueStream().mapToLong(JsonNode::asLong).sum();
    }

    private static Path corpus() {
        var directory =
                Objects.requireNonNull(
                        System.getProperty("corpus"), "say where: make test-corpus CORPUS=DIR");
        return Path.of(directory);
    }
}
