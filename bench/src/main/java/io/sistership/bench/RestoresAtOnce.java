package io.sistership.bench;

import java.util.ArrayList;
import java.util.List;

/// Several recoveries in one process, held against one of as many objects. Confined.
final class RestoresAtOnce {

    private static final int ROUNDS = 2;

    private final Dock dock;

    RestoresAtOnce(Dock dock) {
        this.dock = dock;
    }

    /// @param one how many seconds one restore of all objects takes
    void run(double one) {
        dock.workspace()
                .step("%d rounds of %d restores in one process".formatted(ROUNDS, Dock.AT_ONCE));
        var seconds = new ArrayList<Double>();
        var memory = 0L;
        for (var round = 0; round < ROUNDS; round++) {
            var restores = round();
            seconds.add(restores.seconds());
            memory = Math.max(memory, restores.residentBytes());
            dock.workspace()
                    .detail(
                            "%,d objects in %.1f s, %d MB resident"
                                    .formatted(
                                            restores.objects(),
                                            restores.seconds(),
                                            restores.residentBytes() >> 20));
        }
        var figures = dock.figures();
        var name = "%d restores in one process : one of as many objects".formatted(Dock.AT_ONCE);
        figures.hold(name, Sample.median(seconds) / one, "ratio", 1.3);
        figures.tell("peak resident memory of them", memory / 1048576.0, "MB");
    }

    private RestoreProcess.Result round() {
        var targets = new ArrayList<BenchCluster>();
        try {
            for (var number = 0; number < Dock.AT_ONCE; number++) {
                targets.add(dock.target("target-" + number));
            }
            return RestoreProcess.run(dock.share(), dock.state(), List.copyOf(targets));
        } finally {
            targets.forEach(BenchCluster::close);
        }
    }
}
