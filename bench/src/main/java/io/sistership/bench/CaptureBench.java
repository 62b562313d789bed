package io.sistership.bench;

import io.sistership.rig.LiveHeap;
import io.sistership.vault.BlobStore;
import io.sistership.vault.DirectoryStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// How fast a capture is, held against a bare reader of the same lists in the same run.
///
/// `CaptureBench TOOL JSON`: the bare tool's binary, and the file that takes the figures. Exits 1
/// where a bar is missed.
final class CaptureBench {

    private static final int SMALL = Integer.getInteger("bench.small", 10_000);
    private static final int LARGE = Integer.getInteger("bench.large", 100_000);
    private static final int PAIRS = 9;
    private static final int PROCESSES = 3;
    private static final int WRITES_A_SECOND = 200;
    private static final int LOADED_SECONDS = 10;
    private static final long MEGABYTE = 1L << 20;

    private final Figures figures = new Figures();
    private final Path directory;
    private final BenchCluster small;
    private final BenchCluster large;

    private CaptureBench(Path directory, BenchCluster small, BenchCluster large) {
        this.directory = directory;
        this.small = small;
        this.large = large;
    }

    public static void main(String[] arguments) throws IOException {
        var directory = Files.createTempDirectory("sistership-bench-");
        try (var small = cluster(directory, "small", Path.of(arguments[0]));
                var large = cluster(directory, "large", Path.of(arguments[0]))) {
            var bench = new CaptureBench(directory, small, large);
            bench.run();
            bench.figures.write(Path.of(arguments[1]));
            if (!bench.figures.met()) {
                System.exit(1);
            }
        } finally {
            delete(directory);
        }
    }

    private static BenchCluster cluster(Path directory, String name, Path tool) throws IOException {
        return new BenchCluster(Files.createDirectory(directory.resolve(name)), tool);
    }

    private void run() {
        say("Filling two clusters with %,d and %,d objects", SMALL, LARGE);
        small.fill(SMALL);
        large.fill(LARGE);
        say("Warming up");
        for (var round = 0; round < 3; round++) {
            capture(small);
        }
        capture(large);
        say("%d pairs of bare reader and capture, in a warm process", PAIRS);
        pairs();
        say("%d captures each from process start, with -Xmx128m", PROCESSES);
        processes();
        say("Live heap");
        heap();
        say("A client writes %d objects a second meanwhile", WRITES_A_SECOND);
        underLoad();
    }

    private void pairs() {
        var ratios = new ArrayList<Double>();
        var constants = new ArrayList<Double>();
        var bare = new ArrayList<Double>();
        for (var pair = 0; pair < PAIRS; pair++) {
            var captureFirst = pair % 2 == 1;
            var s = pair(small, captureFirst);
            var l = pair(large, captureFirst);
            var bareSlope = Sample.slope(s.bare(), l.bare());
            var slope = Sample.slope(s.capture(), l.capture());
            ratios.add(slope / bareSlope);
            constants.add(s.capture().constant(slope));
            bare.add(bareSlope);
        }
        figures.tell("bare reader", 1 / Sample.median(bare) / 1e6, "MB/s");
        figures.hold(
                "each further byte, capture : bare reader", Sample.median(ratios), "ratio", 1.25);
        figures.hold("constant of a capture, warm process", Sample.median(constants), "s", 0.3);
    }

    /// @param capture measured against the bytes that the bare reader saw
    private record Pair(Sample bare, Sample capture) {}

    private Pair pair(BenchCluster cluster, boolean captureFirst) {
        var first = captureFirst ? capture(cluster) : Double.NaN;
        var bare = cluster.bareRead();
        var seconds = captureFirst ? first : capture(cluster);
        return new Pair(bare, new Sample(bare.bytes(), seconds));
    }

    private double capture(BenchCluster cluster) {
        return capture(cluster, store());
    }

    private static double capture(BenchCluster cluster, BlobStore store) {
        return OneCapture.run(cluster.connection(), store).seconds();
    }

    private void processes() {
        var constants = new ArrayList<Double>();
        var memory = 0L;
        for (var round = 0; round < PROCESSES; round++) {
            var s = process(small);
            var l = process(large);
            constants.add(s.sample().constant(Sample.slope(s.sample(), l.sample())));
            memory = Math.max(memory, l.residentBytes());
        }
        figures.hold("constant of a capture, from process start", Sample.median(constants), "s", 3);
        figures.hold(
                "peak resident memory at 100,000 objects", (double) memory / MEGABYTE, "MB", 256);
    }

    private record Processed(Sample sample, long residentBytes) {}

    private Processed process(BenchCluster cluster) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var line =
                List.of(
                        java,
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OneCapture.class.getName(),
                        cluster.kubeconfig().toString(),
                        fresh().toString());
        var began = System.nanoTime();
        var words = Programs.run(line).strip().split(" ", -1);
        var seconds = (System.nanoTime() - began) / 1e9;
        return new Processed(
                new Sample(Long.parseLong(words[1]), seconds), Long.parseLong(words[3]));
    }

    private void heap() {
        var atSmall = peakHeap(small);
        var atLarge = peakHeap(large);
        figures.tell("peak live heap at 10,000 objects", (double) atSmall / MEGABYTE, "MB");
        figures.hold(
                "peak live heap, 100,000 : 10,000 objects",
                (double) atLarge / atSmall,
                "ratio",
                1.1);
    }

    private long peakHeap(BenchCluster cluster) {
        var heap = new LiveHeap(store());
        capture(cluster, heap);
        return heap.peak();
    }

    private void underLoad() {
        var bare = loaded(large::bareRead);
        var capturing = loaded(() -> capture(large));
        figures.tell("p99 of writes beside the bare reader", bare, "ms");
        figures.tell("p99 of writes beside the capture", capturing, "ms");
        figures.hold("p99 of writes, capture : bare reader", capturing / bare, "ratio", 2);
    }

    /// The p99 of a client's writes while some work is done again and again.
    private double loaded(Runnable work) {
        var writes =
                CompletableFuture.supplyAsync(() -> large.load(WRITES_A_SECOND, LOADED_SECONDS));
        while (!writes.isDone()) {
            work.run();
        }
        return writes.join();
    }

    private DirectoryStore store() {
        return new DirectoryStore(fresh());
    }

    /// A directory for one point; the one before it goes.
    private Path fresh() {
        var points = directory.resolve("point");
        delete(points);
        try {
            return Files.createDirectories(points);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (var files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(CaptureBench::remove);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void say(String format, Object... values) {
        System.out.printf("%n" + format + "%n", values);
    }
}
