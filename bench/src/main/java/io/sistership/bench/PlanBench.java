package io.sistership.bench;

import io.sistership.rig.Rig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How long a plan takes from process start, and how much memory: for a cluster that isn't there yet,
/// and against one that holds everything already.
///
/// `PlanBench TOOL JSON`: the bare tool's binary, and the file that takes the figures. Exits 1 where a
/// bar is missed.
final class PlanBench {

    private static final int ROUNDS = 3;
    private static final String HEAP = "-Xmx128m";
    private static final double SECONDS = 15;
    private static final double MEGABYTES = 256;

    private final Workspace workspace;
    private final Figures figures = new Figures();
    private final Path file;

    private PlanBench(Workspace workspace) {
        this.workspace = workspace;
        this.file = workspace.fresh("plan").resolve("bench.plan");
    }

    public static void main(String[] arguments) throws IOException {
        Figures figures;
        try (var workspace = new Workspace();
                var cluster = new BenchCluster(workspace.fresh("cluster"), Path.of(arguments[0]))) {
            var bench = new PlanBench(workspace);
            var point = bench.capture(cluster);
            bench.measure(point, "for a cluster that isn't there", List.of());
            bench.measure(point, "against the cluster", List.of(cluster.kubeconfig().toString()));
            figures = bench.figures;
        }
        figures.write(Path.of(arguments[1]));
        System.out.printf("%n%s%nThe same as JSON: %s%n", figures.table(), arguments[1]);
        if (!figures.met()) {
            System.exit(1);
        }
    }

    private StoredPoint capture(BenchCluster cluster) {
        workspace.step("Filling a cluster with %,d objects, capturing it".formatted(Field.LARGE));
        cluster.fill(Field.LARGE);
        return StoredPoint.capture(cluster.connection(), workspace.fresh("point"));
    }

    private void measure(StoredPoint point, String which, List<String> kubeconfig)
            throws IOException {
        workspace.step("%d plans %s, with %s".formatted(ROUNDS, which, HEAP));
        var seconds = new ArrayList<Double>();
        var objects = 0L;
        var memory = 0L;
        for (var round = 0; round < ROUNDS; round++) {
            var began = System.nanoTime();
            var words = plan(point, kubeconfig);
            seconds.add((System.nanoTime() - began) / 1e9);
            objects = Long.parseLong(words[0]);
            memory = Math.max(memory, Long.parseLong(words[1]));
            workspace.detail(
                    "%.2f s, at most %d MB resident".formatted(seconds.getLast(), memory >> 20));
        }
        var what = "plan of %,d objects %s".formatted(objects, which);
        figures.hold(what, Sample.median(seconds), "s", SECONDS);
        figures.hold("peak resident memory of that", memory / 1048576.0, "MB", MEGABYTES);
        figures.tell("its file", Files.size(file) / 1048576.0, "MB");
    }

    /// With the very options of the command line's launcher, but for the heap.
    private String[] plan(StoredPoint point, List<String> kubeconfig) {
        var line =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                HEAP,
                                "@" + Rig.checkout().resolve("cli/java.options"),
                                "-cp",
                                System.getProperty("java.class.path"),
                                OnePlan.class.getName(),
                                point.directory().toString(),
                                file.toString()));
        line.addAll(kubeconfig);
        return Programs.run(line).strip().split(" ", -1);
    }
}
