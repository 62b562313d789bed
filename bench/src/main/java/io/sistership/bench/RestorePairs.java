package io.sistership.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// Bare loader and restore by turns, each into a cluster of its own; what was restored is read back.
/// Confined.
final class RestorePairs {

    private static final int PAIRS = 3;
    private static final double MEGABYTE = 1 << 20;

    private final Dock dock;
    private final List<Double> rates = new ArrayList<>();
    private final List<Double> bareRates = new ArrayList<>();
    private final List<Double> readBacks = new ArrayList<>();
    private final List<RestoreProcess.Result> restores = new ArrayList<>();

    RestorePairs(Dock dock) {
        this.dock = dock;
    }

    /// @param bodies what a restore sends
    /// @param few the most memory that a process has that restores few objects
    /// @return how many seconds a restore takes, the median
    double run(Path bodies, long few) {
        dock.workspace().step("%d pairs of bare loader and restore".formatted(PAIRS));
        for (var number = 0; number < PAIRS; number++) {
            pair(bodies, number % 2 == 1);
        }
        var figures = dock.figures();
        figures.reach("rate of a restore : bare loader", Sample.median(rates), "ratio", 0.8);
        figures.hold("read back : restore, in time", Sample.median(readBacks), "ratio", 0.5);
        memory(few);
        return times();
    }

    private void memory(long few) {
        var bytes = restores.stream().mapToLong(RestoreProcess.Result::residentBytes).max();
        var most = (double) bytes.orElseThrow();
        var all = Dock.OBJECTS;
        var name = "peak resident memory at %,d objects".formatted(all);
        dock.figures().hold(name, most / MEGABYTE, "MB", 256);
        var ratio = "peak resident memory, %,d : %,d objects".formatted(all, Dock.FEW);
        dock.figures().hold(ratio, most / few, "ratio", 1.25);
    }

    private double times() {
        var figures = dock.figures();
        figures.tell("bare loader", Sample.median(bareRates), "obj/s");
        var seconds = median(RestoreProcess.Result::seconds);
        figures.tell("restore of %,d objects".formatted(Dock.OBJECTS), seconds, "s");
        figures.tell("of it the plan", median(RestoreProcess.Result::planning), "s");
        figures.tell("read back", median(RestoreProcess.Result::verifying), "s");
        return seconds;
    }

    private double median(ToDoubleFunction<RestoreProcess.Result> of) {
        return Sample.median(restores.stream().mapToDouble(of).boxed().toList());
    }

    private void pair(Path bodies, boolean restoreFirst) {
        var first = restoreFirst ? restored() : null;
        var bare = loaded(bodies);
        var restore = first == null ? restored() : first;
        var rate = restore.objects() / restore.seconds();
        bareRates.add(bare.perSecond());
        rates.add(rate / bare.perSecond());
        readBacks.add(restore.verifying() / restore.seconds());
        restores.add(restore);
        dock.workspace()
                .detail(
                        "bare loader %.0f a second, restore %.0f (%.2f : 1), %.1f s; read back in %.1f s; %d MB resident"
                                .formatted(
                                        bare.perSecond(),
                                        rate,
                                        rates.getLast(),
                                        restore.seconds(),
                                        restore.verifying(),
                                        restore.residentBytes() >> 20));
    }

    private Rate loaded(Path bodies) {
        try (var target = dock.target("target")) {
            return target.post(bodies);
        }
    }

    private RestoreProcess.Result restored() {
        try (var target = dock.target("target")) {
            return RestoreProcess.run(dock.all(), dock.state(), List.of(target));
        }
    }
}
