package io.sistership.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private final World world = World.shared();
    private final List<CorpusFile> files = CorpusFile.of(corpus());
    private final Command primary = world.kubectl(World.PRIMARY, NAME);
    private final Command recovery = world.kubectl(World.RECOVERY, NAME);
    private final Map<String, JsonNode> before;
    private final JsonNode captured;
    private final JsonNode recovered;
    private final JsonNode verified;

    CorpusCheck(@TempDir Path directory) throws IOException {
        world.cluster(
                World.PRIMARY, NAME, "--access-config", "authenticationMode=API_AND_CONFIG_MAP");
        world.nodes(World.PRIMARY, NAME, "workers", 3);
        files.forEach(file -> file.applyTo(primary));
        files.forEach(file -> file.awaitSettled(primary));
        before = live(primary);
        var ship =
                world.application(Files.createDirectories(directory.resolve("ship")), NAME, NAME);
        world.admitDelegate(NAME, NAME);
        captured = ship.json("capture").exits(0).result();
        recovered = ship.json("recover").result();
        verified = ship.json("verify").result();
    }

    @BeforeAll
    void tell() {
        System.out.printf(
                "corpus: %d documents, %d accepted by the server; %s objects captured%n"
                        + "recovered: %s%nleft out: %s%nverified: %s%nexplained: %s%nmillis: %s%n",
                files.stream().mapToInt(CorpusFile::documents).sum(),
                before.size(),
                captured.at("/captures/0/objects"),
                recovered.at("/outcomes"),
                recovered.at("/reasons"),
                verified.at("/totals"),
                verified.at("/explained"),
                recovered.at("/millis"));
    }

    @Test
    void the_server_accepted_what_the_projects_publish() {
        assertThat(before).hasSizeGreaterThan(80);
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
    void the_live_objects_of_both_clusters_say_the_same() {
        var after = live(recovery);
        var differences = new TreeMap<String, List<String>>();
        before.forEach((key, object) -> {
            var there = after.get(key);
            var found =
                    there == null
                            ? List.of("is missing")
                            : LiveDifferences.between(object, there, CorpusFile.MADE_ANEW);
            if (!found.isEmpty()) {
                differences.put(key, found);
            }
        });

        assertThat(differences).isEmpty();
    }

    @Test
    void their_owners_can_go_on_applying_the_same_manifests() {
        for (var file : files) {
            assertThat(file.diff(recovery)).as("kubectl diff -f " + file.file()).isEmpty();
            assertThat(file.applyAgain(recovery).exit())
                    .as("kubectl apply -f " + file.file())
                    .isZero();
        }
    }

    private Map<String, JsonNode> live(Command kubectl) {
        var objects = new LinkedHashMap<String, JsonNode>();
        files.forEach(file -> objects.putAll(file.live(kubectl)));
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
