package io.sistership.rig;

import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.rig.Tollgate.Dropped;
import io.sistership.rig.Tollgate.Passage;
import io.sistership.rig.Tollgate.Request;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/// Captures by the real command line that are killed (kill -9) at a write, and what is seen of them
/// afterwards.
final class Killing {

    private static final int KILLED = 128 + 9;

    private final Kept kept;

    Killing(Kept kept) {
        this.kept = kept;
    }

    /// Kills a capture just before, or just after, the first write that matches.
    ///
    /// @return the write; empty text if it came to its end
    String atFirst(Predicate<String> write, boolean after) {
        return killed(new Executioner(write, _ -> true, after));
    }

    /// Kills a capture just before its n-th write.
    ///
    /// @return the write; empty text if it came to its end before
    String before(int number) {
        return killed(new Executioner(_ -> true, count -> count == number, false));
    }

    /// No half point is visible; the next capture works; nothing is left that no point needs.
    void requireNoTrace(String write) {
        for (var point : kept.points()) {
            assertThat(point.get("status").asString())
                    .as(write)
                    .isIn("ok", "not accepted", "not accepted yet");
        }
        var next = kept.capture();
        assertThat(kept.points().getFirst().get("point").asString()).as(write).isEqualTo(next);
        kept.ship().run("points", "expire", "--apply", "--grace", "0s").exits(0);
        assertThat(kept.outbox()).as(write).isEmpty();
        kept.requireSound();
        assertThat(kept.versions().has("DeleteMarkers")).as(write).isFalse();
    }

    private String killed(Executioner executioner) {
        kept.change();
        var rig =
                URI.create(
                        Objects.requireNonNull(
                                World.shared().rig().exports().get("AWS_ENDPOINT_URL")));
        try (var gate = new Tollgate(rig, executioner::judge)) {
            var process = ShipProcess.start(kept.ship().directory(), gate.address(), "capture");
            executioner.victim.complete(process);
            var run = process.await();
            if (executioner.write.isEmpty()) {
                assertThat(run.exit()).as(run.out()).isLessThanOrEqualTo(1);
            } else {
                assertThat(run.exit()).as(run.out()).isEqualTo(KILLED);
            }
            return executioner.write;
        }
    }

    /// Whoever comes after the killed write is dropped: the process is dead by then.
    private static final class Executioner {

        private final Predicate<String> wanted;
        private final IntPredicate number;
        private final boolean after;
        private final CompletableFuture<ShipProcess> victim = new CompletableFuture<>();
        private final List<String> writes = new ArrayList<>();
        private String write = "";

        Executioner(Predicate<String> wanted, IntPredicate number, boolean after) {
            this.wanted = wanted;
            this.number = number;
            this.after = after;
        }

        synchronized Passage judge(Request request) {
            if (!write.isEmpty()) {
                throw new Dropped();
            }
            if (!request.writes() || !wanted.test(request.method() + " " + request.target())) {
                return Passage.PASS;
            }
            writes.add(request.target());
            if (!number.test(writes.size() - 1)) {
                return Passage.PASS;
            }
            write = request.method() + " " + request.target();
            if (!after) {
                victim.join().kill();
                throw new Dropped();
            }
            return () -> victim.join().kill();
        }
    }
}
