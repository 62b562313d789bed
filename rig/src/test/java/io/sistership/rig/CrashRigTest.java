package io.sistership.rig;

import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.rig.Tollgate.Passage;
import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @Test
    void of_two_captures_at_once_one_is_refused_and_leaves_nothing() throws InterruptedException {
        var arrived = new CountDownLatch(1);
        var other = new CountDownLatch(1);
        try (var gate =
                new Tollgate(
                        endpoint(),
                        request -> {
                            if (request.writes()) {
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

            assertThat(first.exit()).as(first.out()).isLessThanOrEqualTo(1);
            assertThat(second.exit()).as(second.out()).isEqualTo(3);
            assertThat(second.out())
                    .containsPattern(
                            "error: recovery point .* refused: manifest.dsse: it has sequence [0-9]+"
                                    + " after .*, the accepted point is .* with sequence [0-9]+")
                    .contains("Run `sistership capture` again: it follows the accepted point.");
        }
        assertThat(kept.outbox()).isEmpty();
        new Killing(kept).requireNoTrace("two at once");
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
