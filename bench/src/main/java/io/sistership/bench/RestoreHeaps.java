package io.sistership.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// How much memory a restore has at two sizes: what is alive on the heap, and what the process has.
final class RestoreHeaps {

    private static final double MEGABYTE = 1 << 20;

    private final Dock dock;

    RestoreHeaps(Dock dock) {
        this.dock = dock;
    }

    /// @param bodies takes what the larger restore sends
    /// @return the most that a process has that restores few objects
    long run(Path bodies) throws IOException {
        dock.workspace().step("Live heap at %,d and %,d objects".formatted(Dock.FEW, Dock.OBJECTS));
        var few = dock.liveHeap(dock.few(), bodies);
        var all = dock.liveHeap(dock.all(), bodies);
        var figures = dock.figures();
        figures.tell("peak live heap at %,d objects".formatted(Dock.FEW), few / MEGABYTE, "MB");
        figures.tell("peak live heap at %,d objects".formatted(Dock.OBJECTS), all / MEGABYTE, "MB");
        figures.tell(
                "that for each further object",
                (double) (all - few) / (Dock.OBJECTS - Dock.FEW),
                "bytes");
        return resident();
    }

    private long resident() {
        try (var target = dock.target("target")) {
            var bytes =
                    RestoreProcess.run(dock.few(), dock.state(), List.of(target)).residentBytes();
            dock.figures()
                    .tell(
                            "peak resident memory at %,d objects".formatted(Dock.FEW),
                            bytes / MEGABYTE,
                            "MB");
            return bytes;
        }
    }
}
