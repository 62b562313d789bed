package io.sistership.bench;

import io.sistership.rig.Rig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Captures from process start, as `./sistership` starts Java.
final class Processes {

    private static final int ROUNDS = 3;
    private static final String HEAP = "-Xmx128m";

    private final Field field;

    Processes(Field field) {
        this.field = field;
    }

    void run() {
        field.workspace()
                .step("%d captures each from process start, with %s".formatted(ROUNDS, HEAP));
        var constants = new ArrayList<Double>();
        var seconds = new ArrayList<Double>();
        var memory = 0L;
        for (var round = 0; round < ROUNDS; round++) {
            var small = process(field.small());
            var large = process(field.large());
            constants.add(small.sample().constant(Sample.slope(small.sample(), large.sample())));
            seconds.add(large.sample().seconds());
            memory = Math.max(memory, large.residentBytes());
            field.workspace()
                    .detail(
                            "%.2f s and %.2f s, at most %d MB resident"
                                    .formatted(
                                            small.sample().seconds(),
                                            large.sample().seconds(),
                                            large.residentBytes() >> 20));
        }
        var figures = field.figures();
        figures.hold("constant of a capture, from process start", Sample.median(constants), "s", 3);
        figures.hold(
                "peak resident memory at %,d objects".formatted(Field.LARGE),
                memory / 1048576.0,
                "MB",
                256);
        figures.tell(
                "capture of %,d objects from process start".formatted(Field.LARGE),
                Sample.median(seconds),
                "s");
    }

    private record Processed(Sample sample, long residentBytes) {}

    /// With the very options of the command line's launcher, but for the heap.
    private Processed process(BenchCluster cluster) {
        var line =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "@" + Rig.checkout().resolve("cli/java.options"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OneCapture.class.getName(),
                        cluster.kubeconfig().toString(),
                        field.workspace().fresh("point").toString());
        var began = System.nanoTime();
        var words = Programs.run(line).strip().split(" ", -1);
        var seconds = (System.nanoTime() - began) / 1e9;
        return new Processed(
                new Sample(Long.parseLong(words[1]), seconds), Long.parseLong(words[3]));
    }
}
