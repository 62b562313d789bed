package io.sistership.bench;

import io.sistership.delegate.NativeCryptography;
import io.sistership.restore.RequestRecorder;
import io.sistership.rig.Rig;
import io.sistership.rig.RigControlPlane;
import io.sistership.vault.DirectoryStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Restores of one point from process start, as `./sistership` starts Java: `POINT STATE KUBECONFIG...`
/// restores into each cluster, all of them at once, and then reads each back.
final class RestoreProcess {

    private static final String HEAP = "-Xmx128m";

    private RestoreProcess() {}

    /// @param objects of all restores together
    /// @param planning seconds of the first restore, for its plan
    /// @param seconds until the last restore ended
    /// @param verifying seconds until all were read back, one after the other
    /// @param residentBytes the most that the process had
    record Result(
            long objects, double planning, double seconds, double verifying, long residentBytes) {

        private static Result parse(String line) {
            var words = line.strip().split(" ", -1);
            return new Result(
                    Long.parseLong(words[0]),
                    Double.parseDouble(words[1]),
                    Double.parseDouble(words[2]),
                    Double.parseDouble(words[3]),
                    Long.parseLong(words[4]));
        }
    }

    /// With the very options of the command line's launcher, but for the heap.
    ///
    /// @param state an empty directory
    static Result run(StoredPoint point, Path state, List<BenchCluster> targets) {
        var line =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                HEAP,
                                "@" + Rig.checkout().resolve("cli/java.options")));
        line.addAll(List.of("-cp", System.getProperty("java.class.path")));
        line.add(RestoreProcess.class.getName());
        line.addAll(List.of(point.directory().toString(), state.toString()));
        targets.forEach(target -> line.add(target.kubeconfig().toString()));
        return Result.parse(Programs.run(line));
    }

    public static void main(String[] arguments) throws Exception {
        NativeCryptography.install();
        var point = new StoredPoint(Path.of(arguments[0]));
        var restores = new ArrayList<OneRestore>();
        for (var number = 2; number < arguments.length; number++) {
            var state = Path.of(arguments[1], String.valueOf(number));
            var target = RigControlPlane.connection(Path.of(arguments[number]));
            restores.add(new OneRestore(point.open(), target, new DirectoryStore(state)));
        }
        long began = System.nanoTime();
        var results = atOnce(restores);
        var seconds = (System.nanoTime() - began) / 1e9;
        var verifying = restores.stream().mapToDouble(OneRestore::verify).sum();
        System.out.printf(
                "%d %.3f %.3f %.3f %d%n",
                results.stream().mapToLong(OneRestore.Result::objects).sum(),
                results.getFirst().planning(),
                seconds,
                verifying,
                Resident.peakBytes());
    }

    private static List<OneRestore.Result> atOnce(List<OneRestore> restores) throws Exception {
        try (var threads = Executors.newFixedThreadPool(restores.size())) {
            var running = new ArrayList<Future<OneRestore.Result>>();
            for (var restore : restores) {
                running.add(threads.submit(() -> restore.run(RequestRecorder.NONE)));
            }
            var results = new ArrayList<OneRestore.Result>();
            for (var each : running) {
                results.add(each.get());
            }
            return results;
        }
    }
}
