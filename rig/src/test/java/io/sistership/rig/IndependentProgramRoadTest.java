package io.sistership.rig;

import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.control.AccessRole;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/// A program in another language, written from docs/format.md alone, opens what the command line
/// captured: with KMS, the public AWS Encryption SDK and zstd (`rig/cloud/open_point.py`). The same
/// in Java: `IndependentReaderTest` of module vault.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IndependentProgramRoadTest {

    private SmallShip ship;

    @BeforeAll
    void go() {
        ship = SmallShip.shared();
    }

    @Test
    void it_finds_every_object_that_the_manifest_counts() {
        var summary = open(AccessRole.RECOVERY_DELEGATE).json();
        var shown = ship.ship().json("show", ship.point()).exits(0).result();

        assertThat(shown.get("types")).isNotEmpty();
        assertThat(summary.get("types").size()).isEqualTo(shown.get("types").size());
        for (var type : shown.get("types")) {
            assertThat(count(summary, type.get("type").asString()))
                    .as(type.toString())
                    .isEqualTo(type.get("count").asLong());
        }
        assertThat(summary.get("documents").asLong()).isPositive();
    }

    /// A list of everything as one line: each object's bytes are in it as the server sent them.
    @Test
    void it_reads_the_very_bytes_that_the_api_server_sends() {
        assertSameBytes("configmaps", "/api/v1/configmaps");
        assertSameBytes("secrets", "/api/v1/secrets");
        assertSameBytes("serviceaccounts", "/api/v1/serviceaccounts");
        assertSameBytes(
                "clusterroles.rbac.authorization.k8s.io",
                "/apis/rbac.authorization.k8s.io/v1/clusterroles");
    }

    @Test
    void a_reader_without_the_class_secrets_gets_everything_else() {
        var maps = open(AccessRole.RECOVERY_ACCESS, "--type", "configmaps").ok();
        var secrets = open(AccessRole.RECOVERY_ACCESS, "--type", "secrets");

        assertThat(maps).contains("\"name\":\"plain\"");
        assertThat(secrets.exit()).isNotZero();
        assertThat(secrets.out()).contains("AccessDeniedException").doesNotContain("payments");
    }

    @Test
    void whoever_may_not_unwrap_opens_nothing() {
        var published = open(AccessRole.PUBLISHER, "--type", "configmaps");

        assertThat(published.exit()).isNotZero();
        assertThat(published.out()).contains("AccessDeniedException").doesNotContain("\"plain\"");
    }

    @Test
    void it_refuses_a_changed_point_before_it_asks_for_a_key() {
        var key = "clusters/trust/points/" + ship.point() + "/manifest.json";
        var changed = Tampering.flipped(ship.vault(), key, 40);

        var requests =
                ship.during(() ->
                        changed.during(() -> {
                            var run = open(AccessRole.RECOVERY_DELEGATE);
                            assertThat(run.exit()).isNotZero();
                            assertThat(run.out())
                                    .endsWith("Refused: manifest.json isn't the signed one\n");
                        }));

        assertThat(requests.aws()).noneMatch(line -> Requests.text(line, "service").equals("kms"));
    }

    /// What is unchanged, changed, deleted and new since the epoch's base, of both classes.
    @Test
    void it_opens_base_and_delta_as_the_command_line_does() {
        var scratch = SmallShip.scratch(ship.primaryAdministrator());
        scratch.list("index/").forEach(file -> scratch.delete(file.key()));
        make("same");
        make("goes");
        make("changes");
        try {
            var base = captured();
            remove("goes");
            remove("changes");
            make("changes");
            make("comes");
            var delta = captured();

            assertThat(delta.at("/epoch/id")).isEqualTo(base.get("point"));
            var point = delta.get("point").asString();
            assertHasDelta(point, "configmaps");
            assertHasDelta(point, "secrets");
            assertSameBytes(point, "configmaps", "/api/v1/configmaps");
            assertSameBytes(point, "secrets", "/api/v1/secrets");
            assertThat(lines(point, "configmaps"))
                    .containsExactlyInAnyOrderElementsOf(shown(point, "configmaps"));
            assertThat(lines(base.get("point").asString(), "secrets"))
                    .anyMatch(line -> line.contains("\"delta-goes\""));
        } finally {
            List.of("same", "changes", "comes").forEach(this::remove);
            ship.ship().run("capture").exits(0);
        }
    }

    private void make(String name) {
        var value = "--from-literal=value=" + System.nanoTime();
        var kubectl = ship.kubectl();
        kubectl.run("create", "-n", "vaulted", "configmap", "delta-" + name, value).ok();
        kubectl.run("create", "-n", "vaulted", "secret", "generic", "delta-" + name, value).ok();
    }

    private void remove(String name) {
        ship.kubectl().run("delete", "-n", "vaulted", "configmap,secret", "delta-" + name).ok();
    }

    private JsonNode captured() {
        return ship.ship().json("capture").exits(0).result().at("/captures/0");
    }

    private void assertHasDelta(String point, String type) {
        var key = "clusters/trust/points/" + point + "/manifest.json";
        var entry =
                Road.JSON
                        .readTree(Tampering.read(ship.vault(), key))
                        .get("types")
                        .valueStream()
                        .filter(each -> each.get("resource").asString().equals(type))
                        .findFirst()
                        .orElseThrow();
        assertThat(entry.at("/delta/dropped")).as(entry.toString()).isNotEmpty();
        assertThat(entry.at("/delta/changed")).as(entry.toString()).isNotEmpty();
    }

    /// What `show` says of every object of a type.
    private List<String> shown(String point, String type) {
        var call = new ArrayList<>(List.of("show", point, type));
        var names = ship.ship().json("show", point, type).exits(0).result().at("/names/" + type);
        names.forEach(name -> call.add(name.asString()));
        return ship.ship().run(call.toArray(String[]::new)).exits(0).out().lines().toList();
    }

    private void assertSameBytes(String type, String path) {
        assertSameBytes(ship.point(), type, path);
    }

    private void assertSameBytes(String point, String type, String path) {
        var lines = lines(point, type);
        var list = ship.kubectl().run("get", "--raw", path);

        assertThat(lines).hasSize(list.json().get("items").size()).isNotEmpty();
        assertThat(lines).allSatisfy(line -> assertThat(list.out().contains(line)).isTrue());
    }

    private List<String> lines(String point, String type) {
        return open(point, AccessRole.RECOVERY_DELEGATE, "--type", type).ok().lines().toList();
    }

    private Command.Result open(AccessRole role, String... more) {
        return open(ship.point(), role, more);
    }

    private Command.Result open(String point, AccessRole role, String... more) {
        var program = Rig.checkout().resolve("rig/cloud/open_point.py").toString();
        var call = new ArrayList<>(List.of(program));
        call.addAll(ship.places());
        call.addAll(List.of("--point", point));
        call.addAll(List.of(more));
        return ship.python(role).run(call.toArray(String[]::new));
    }

    /// `deployments.apps/v1` is `deployments.apps` there, and `pods.v1` is `pods`.
    private static long count(JsonNode summary, String type) {
        var name = type.replaceFirst(type.contains("/") ? "/.*" : "[.].*", "");
        return summary.at("/types").path(name).path("count").asLong(-1);
    }
}
