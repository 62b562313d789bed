package io.sistership.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.sistership.kube.KubeClient;
import io.sistership.model.Sha256;
import io.sistership.rig.AggregatedApi.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What people are told of types that aren't in a recovery point, or not at its one revision: by the
/// command line, from a cluster with an aggregated API and a configuration with a policy of its own.
class CapturePolicyRigTest {

    private static final String NAME = "policy";
    private static final String GROUP = "odd.example.com";
    private static final String POLICY =
            """
            capture:
              leaveOut:
                - {resource: podtemplates, reason: nobody uses them}
                - {resource: configmap, reason: a slip of the pen}
              take:
                - {group: coordination.k8s.io, resource: leases}
            """;

    @TempDir private Path directory;

    @Test
    void types_outside_the_cut_unavailable_and_left_out_are_told_by_every_command()
            throws IOException {
        var world = World.shared();
        world.cluster(
                World.PRIMARY, NAME, "--access-config", "authenticationMode=API_AND_CONFIG_MAP");
        var ship = world.application(directory, NAME, NAME);
        world.admitDelegate(NAME, NAME);
        var file = ship.directory().resolve("sistership.yaml");
        Files.writeString(file, POLICY, StandardOpenOption.APPEND);
        var kubeconfig = world.files(World.PRIMARY, NAME).resolve("admin.kubeconfig");
        try (var client = KubeClient.connect(RigControlPlane.connection(kubeconfig));
                var api = AggregatedApi.serve(client, directory, GROUP)) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> client.discovery().find(GROUP, "second").isPresent());

            api.answering(Answer.EMPTY);
            var digest = Sha256.of(Files.readAllBytes(file)).hex();
            var usual = Requests.during(world, NAME, () -> outsideTheCut(ship, digest));
            Files.writeString(file, "  requestsAtOnce: 1\n", StandardOpenOption.APPEND);
            api.answering(Answer.UNAVAILABLE);
            var gentle = Requests.during(world, NAME, () -> unavailable(ship));

            assertThat(usual.mostOpenInPrimary()).isGreaterThan(1);
            assertThat(gentle.primary()).hasSizeGreaterThan(50);
            assertThat(gentle.mostOpenInPrimary()).isEqualTo(1);
            assertThat(api.lists("first")).isEqualTo(3);
        }
    }

    private static void outsideTheCut(Ship ship, String digest) {
        var run = ship.json("capture").exits(0);

        assertThat(issues(run, "type-outside-cut"))
                .extracting(it -> it.path("severity").asString(), it -> it.path("what").asString())
                .containsExactly(tuple("INFO", outside("first")), tuple("INFO", outside("second")));
        assertThat(issues(run, "policy-matches-nothing"))
                .extracting(it -> it.path("what").asString())
                .containsExactly("the cluster serves no configmap: did you mean configmaps?");
        assertThat(run.result().at("/captures/0/outsideCut").toString())
                .isEqualTo("[\"first." + GROUP + "\",\"second." + GROUP + "\"]");
        assertThat(ship.run("points").exits(0).out()).contains("  2 types outside  ");
        var shown = ship.run("show").exits(0).out();
        assertThat(shown)
                .contains("  consistency: 2 types outside (")
                .contains(
                        "  at revisions of their own: first.%s/v1 (5), second.%s/v1 (5)\n"
                                .formatted(GROUP, GROUP))
                .containsPattern("\n  leases.coordination.k8s.io/v1 +Lease ")
                .contains("\n  podtemplates.v1  nobody uses them\n");
        assertThat(ship.json("show").exits(0).result().path("configuration").asString())
                .isEqualTo(digest);
    }

    private static String outside(String plural) {
        return "%s.%s/v1 is from another moment than the rest (revision 5): another server than the cluster's serves it"
                .formatted(plural, GROUP);
    }

    private static void unavailable(Ship ship) {
        var run = ship.json("capture").exits(1);

        assertThat(issues(run, "type-unavailable"))
                .extracting(it -> it.path("severity").asString(), it -> it.path("what").asString())
                .containsExactly(
                        tuple("BLOCKING", "first.odd.example.com/v1" + NOT_NOW),
                        tuple("BLOCKING", "second.odd.example.com/v1" + NOT_NOW));
        assertThat(ship.run("show").exits(0).out())
                .contains("Unavailable\n  first.odd.example.com/v1  not now");
        assertThat(ship.run("points").exits(0).out()).contains("  one revision  ");
    }

    private static final String NOT_NOW = " is served, but can't be read: not now";

    private static List<JsonNode> issues(Ship.Run run, String code) {
        return run.document()
                .path("issues")
                .valueStream()
                .filter(it -> it.path("code").asString().equals(code))
                .toList();
    }
}
