package io.sistership.bench;

import io.sistership.bench.OneCapture.Result;
import java.util.ArrayList;
import java.util.Optional;

/// Bare reader and capture by turns, at two sizes, in a warm process: `t = a + b·bytes`. Confined.
final class WarmPairs {

    private static final int PAIRS = 9;

    private final Field field;

    WarmPairs(Field field) {
        this.field = field;
    }

    void run() {
        field.workspace()
                .step("%d pairs of bare reader and capture, in a warm process".formatted(PAIRS));
        var ratios = new ArrayList<Double>();
        var constants = new ArrayList<Double>();
        var bare = new ArrayList<Double>();
        for (var number = 0; number < PAIRS; number++) {
            var captureFirst = number % 2 == 1;
            var small = pair(field.small(), captureFirst);
            var large = pair(field.large(), captureFirst);
            var bareSlope = Sample.slope(small.bare(), large.bare());
            var slope = Sample.slope(small.capture(), large.capture());
            ratios.add(slope / bareSlope);
            constants.add(small.capture().constant(slope));
            bare.add(bareSlope);
            field.workspace()
                    .detail(
                            "%,d MB: bare reader %.2f s, capture %.2f s; each further byte %.2f : 1"
                                    .formatted(
                                            large.bare().bytes() / 1_000_000,
                                            large.bare().seconds(),
                                            large.capture().seconds(),
                                            slope / bareSlope));
        }
        var figures = field.figures();
        figures.tell("bare reader", 1 / Sample.median(bare) / 1e6, "MB/s");
        figures.hold(
                "each further byte, capture : bare reader", Sample.median(ratios), "ratio", 1.25);
        figures.hold("constant of a capture, warm process", Sample.median(constants), "s", 0.3);
    }

    /// @param capture measured against the bytes that the bare reader saw
    private record Pair(Sample bare, Sample capture) {}

    private Pair pair(BenchCluster cluster, boolean captureFirst) {
        var early = captureFirst ? Optional.of(field.capture(cluster)) : Optional.<Result>empty();
        var bare = cluster.bareRead();
        var captured = early.orElseGet(() -> field.capture(cluster));
        requireTheSame(bare, captured);
        return new Pair(bare, new Sample(bare.bytes(), captured.seconds()));
    }

    /// Commas and lists' own fields apart, which only the bare reader counts.
    private static void requireTheSame(Sample bare, Result captured) {
        var beside = bare.bytes() - captured.bytes();
        if (beside < 0 || beside > bare.bytes() / 100) {
            throw new IllegalStateException(
                    "the bare reader read %,d bytes, the capture %,d"
                            .formatted(bare.bytes(), captured.bytes()));
        }
    }
}
