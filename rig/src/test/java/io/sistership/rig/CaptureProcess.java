package io.sistership.rig;

import io.sistership.capture.CaptureOptions;
import io.sistership.kube.KubeClient;
import io.sistership.vault.DirectoryStore;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Captures in a process of its own and tells how much of its heap was alive at most.
///
/// In the tests' own process the level is mostly other people's: what earlier test classes keep, and
/// soft references that the collector may drop at any time. Here there is one client, one capture
/// at a time, and no coverage agent.
final class CaptureProcess {

    private static final String HEAP = "-Xmx128m"; // what a capture has to do with

    private CaptureProcess() {}

    /// @param peak the most bytes that were alive after a collection
    /// @param bytes of the last capture's objects
    record Told(long peak, long bytes) {}

    /// Captures once to warm up, and then so many times.
    static Told run(RigControlPlane plane, Path directory, int rounds) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command =
                List.of(
                        java,
                        HEAP,
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        classPath(),
                        CaptureProcess.class.getName(),
                        plane.kubeconfig().toString(),
                        directory.toString(),
                        String.valueOf(rounds));
        try {
            var process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            var lines = process.inputReader().lines().toList();
            if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IllegalStateException("the capture's process failed: " + lines);
            }
            var words = lines.getLast().split(" ", -1);
            return new Told(Long.parseLong(words[0]), Long.parseLong(words[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Surefire's own jar names only the real class path.
    private static String classPath() {
        var named = System.getProperty("surefire.test.class.path");
        return named == null
                ? System.getProperty("java.class.path", "")
                : named.replace(" ", File.pathSeparator);
    }

    /// Kubeconfig, directory for the points, rounds: writes the peak and the bytes of a capture.
    public static void main(String[] arguments) {
        var connection = RigControlPlane.connection(Path.of(arguments[0]));
        var directory = Path.of(arguments[1]);
        long peak = 0;
        long bytes = 0;
        try (var client = KubeClient.connect(connection)) {
            capture(client, new LiveHeap(new DirectoryStore(directory.resolve("warm"))));
            for (var round = 0; round < Integer.parseInt(arguments[2]); round++) {
                var heap = new LiveHeap(new DirectoryStore(directory.resolve("round-" + round)));
                bytes = capture(client, heap).report().bytes();
                peak = Math.max(peak, heap.peak());
            }
        }
        System.out.println(peak + " " + bytes);
    }

    private static LocalPoint capture(KubeClient client, LiveHeap heap) {
        return LocalPoint.capture(client, CaptureOptions.standard(), heap);
    }
}
