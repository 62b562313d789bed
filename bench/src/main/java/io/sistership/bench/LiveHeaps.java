package io.sistership.bench;

import io.sistership.rig.LiveHeap;

/// How much of the heap is alive while a capture runs, at two sizes.
final class LiveHeaps {

    private static final double MEGABYTE = 1 << 20;

    private final Field field;

    LiveHeaps(Field field) {
        this.field = field;
    }

    void run() {
        field.workspace().step("Live heap");
        var small = peak(field.small());
        var large = peak(field.large());
        field.figures()
                .tell(
                        "peak live heap at %,d objects".formatted(Field.SMALL),
                        small / MEGABYTE,
                        "MB");
        field.figures()
                .hold(
                        "peak live heap, %,d : %,d objects".formatted(Field.LARGE, Field.SMALL),
                        (double) large / small,
                        "ratio",
                        1.1);
    }

    private long peak(BenchCluster cluster) {
        var heap = new LiveHeap(field.workspace().store());
        OneCapture.run(cluster.connection(), heap, OneCapture.USUAL);
        return heap.peak();
    }
}
