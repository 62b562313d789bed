package io.sistership.rig;

import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.rig.Tollgate.Passage;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Captures of the real command line that are killed, or meet another one. `CrashCheck` kills at
/// every write.
class CrashRigTest {

    @TempDir private static Path directory;
    private static Kept kept;

    @BeforeAll
    static void deploy() {
        kept = Kept.application(directory, "crash", "{hourly: 24, daily: 30, monthly: 12}");
        kept.capture();
    }

    @ParameterizedTest
    @CsvSource({
        "'PUT /.*-scratch-.*/outbox/.*/segments/.*', true",
        "'PUT /.*-scratch-.*/outbox/.*/manifest[.]dsse.*', true",
        "'PUT /.*-vault-.*/manifest[.]json.*', true",
        "'PUT /.*-vault-.*/manifest[.]dsse.*', true",
        "'PUT /.*-state-.*/accepted/.*', false",
        "'PUT /.*-state-.*/accepted/.*', true",
        "'DELETE /.*-scratch-.*/outbox/.*', true"
    })
    void a_capture_that_is_killed_leaves_no_half_point_and_nothing_that_is_not_cleared(
            String write, boolean after) {
        var killing = new Killing(kept);

        var killed = killing.atFirst(each -> each.matches(write), after);

        assertThat(killed).isNotEmpty();
        killing.requireNoTrace(killed);
    }

    /// The one waits before its first write, or with its whole point in the vault and only the mark to
    /// be raised, until the other is through.
    @ParameterizedTest
    @CsvSource({
        "'PUT /.*', 'it has sequence [0-9]+ after .*, the accepted point is .* with sequence [0-9]+'",
        "'PUT /.*-state-.*/accepted/.*', 'another point was accepted meanwhile'"
    })
    void of_two_captures_at_once_one_is_refused_and_leaves_nothing(String write, String problem)
            throws InterruptedException {
        kept.change();
        var before = accepted();
        var files = files();
        var arrived = new CountDownLatch(1);
        var other = new CountDownLatch(1);
        try (var gate =
                new Tollgate(
                        endpoint(),
                        request -> {
                            if ((request.method() + " " + request.target()).matches(write)) {
                                arrived.countDown();
                                await(other);
                            }
                            return Passage.PASS;
                        })) {
            var slow = ShipProcess.start(kept.ship().directory(), gate.address(), "capture");
            assertThat(arrived.await(2, TimeUnit.MINUTES)).isTrue();
            var fast = ShipProcess.start(kept.ship().directory(), endpoint().toString(), "capture");
            var first = fast.await();
            other.countDown();
            var second = slow.await();

            assertThat(first.exit()).as(first.out()).isZero();
            assertThat(second.exit()).as(second.out()).isEqualTo(3);
            assertThat(second.out())
                    .containsPattern("error: recovery point .* refused: manifest.dsse: " + problem)
                    .contains("Run `sistership capture` again: it follows the accepted point.");
        }
        assertThat(kept.outbox()).isEmpty();
        assertOneAccepted(before, files);
        new Killing(kept).requireNoTrace("two at once");
    }

    /// One new point has the next sequence; the points from before stand, and not a file of theirs was
    /// touched.
    private static void assertOneAccepted(List<JsonNode> before, Set<String> files) {
        var accepted = accepted();

        assertThat(accepted.subList(1, accepted.size())).isEqualTo(before);
        assertThat(sequence(accepted.getFirst())).isEqualTo(sequence(before.getFirst()) + 1);
        assertThat(files()).containsAll(files);
    }

    /// Without until when they are kept: a new point may take a tier's place.
    private static List<JsonNode> accepted() {
        return kept.points().stream()
                .filter(point -> point.get("status").asString().equals("ok"))
                .map(point -> ((ObjectNode) point).without(List.of("keptBy", "expires")))
                .map(point -> (JsonNode) point)
                .toList();
    }

    private static long sequence(JsonNode point) {
        return point.get("sequence").asLong();
    }

    /// Every version in the vault.
    private static Set<String> files() {
        return kept.versions()
                .get("Versions")
                .valueStream()
                .map(version -> version.get("Key") + " " + version.get("VersionId"))
                .collect(Collectors.toSet());
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(3, TimeUnit.MINUTES)) {
                throw new Tollgate.Dropped();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Tollgate.Dropped();
        }
    }

    private static URI endpoint() {
        return URI.create(
                Objects.requireNonNull(World.shared().rig().exports().get("AWS_ENDPOINT_URL")));
    }
}
