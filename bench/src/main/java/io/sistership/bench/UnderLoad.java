package io.sistership.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.DoubleSupplier;

/// What a client that writes notices of a capture, and of the bare reader, by turns.
final class UnderLoad {

    private static final int ROUNDS = 3;
    private static final int WRITES_A_SECOND = 200;
    private static final int SECONDS = 6;

    private final Field field;

    UnderLoad(Field field) {
        this.field = field;
    }

    void run() {
        field.workspace()
                .step("A client writes %d objects a second meanwhile".formatted(WRITES_A_SECOND));
        var alone = field.large().load(WRITES_A_SECOND, SECONDS);
        var bare = new ArrayList<Loaded>();
        var usual = new ArrayList<Loaded>();
        var gentle = new ArrayList<Loaded>();
        for (var round = 0; round < ROUNDS; round++) {
            bare.add(beside(() -> field.large().bareRead().seconds()));
            usual.add(beside(() -> field.capture(field.large()).seconds()));
            gentle.add(beside(() -> field.capture(field.large(), 1).seconds()));
            field.workspace()
                    .detail(
                            "p99 beside the bare reader %.1f ms, a capture %.1f ms, a gentle one %.1f ms"
                                    .formatted(
                                            bare.getLast().p99(),
                                            usual.getLast().p99(),
                                            gentle.getLast().p99()));
        }
        var figures = field.figures();
        figures.hold("p99 of writes, capture : bare reader", p99(usual) / p99(bare), "ratio", 2);
        figures.tell("p99 of writes alone", alone, "ms");
        figures.tell("p99 of writes beside the bare reader", p99(bare), "ms");
        figures.tell("p99 of writes beside a capture", p99(usual), "ms");
        figures.tell("p99 of writes beside one with requestsAtOnce: 1", p99(gentle), "ms");
        figures.tell("that capture's time, beside the writes", seconds(usual), "s");
        figures.tell("that with requestsAtOnce: 1", seconds(gentle), "s");
    }

    /// @param p99 of a client's writes, in milliseconds
    /// @param seconds that the work beside it took
    private record Loaded(double p99, double seconds) {}

    /// Does the work again and again while a client writes.
    private Loaded beside(DoubleSupplier work) {
        var writes =
                CompletableFuture.supplyAsync(() -> field.large().load(WRITES_A_SECOND, SECONDS));
        var times = new ArrayList<Double>();
        while (!writes.isDone()) {
            times.add(work.getAsDouble());
        }
        return new Loaded(writes.join(), Sample.median(times));
    }

    private static double p99(List<Loaded> rounds) {
        return Sample.median(rounds.stream().map(Loaded::p99).toList());
    }

    private static double seconds(List<Loaded> rounds) {
        return Sample.median(rounds.stream().map(Loaded::seconds).toList());
    }
}
