package io.sistership.bench;

import io.sistership.capture.CaptureOptions;
import io.sistership.capture.CapturePolicy;
import io.sistership.capture.ClusterCapture;
import io.sistership.kube.KubeClient;
import io.sistership.kube.KubeConnection;
import io.sistership.model.Arn;
import io.sistership.model.Progress;
import io.sistership.model.Sha256;
import io.sistership.rig.RigControlPlane;
import io.sistership.vault.BlobStore;
import io.sistership.vault.DirectoryStore;
import io.sistership.vault.PointHeading;
import io.sistership.vault.PointId;
import io.sistership.vault.PointWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// One capture of a cluster into a directory: discovery, the cut, every list, segments sealed,
/// manifest signed. All that `sistership capture` does but AWS.
///
/// Run as a program (`OneCapture KUBECONFIG DIRECTORY`) it prints seconds, bytes and the most memory
/// that the process had.
final class OneCapture {

    private static final Arn CLUSTER =
            Arn.parse("arn:aws:eks:us-east-1:111111111111:cluster/bench");

    /// @param bytes of all objects' lines
    record Result(long objects, long bytes, double seconds) {}

    private OneCapture() {}

    public static void main(String[] arguments) throws IOException {
        var result =
                run(
                        RigControlPlane.connection(Path.of(arguments[0])),
                        new DirectoryStore(Path.of(arguments[1])));
        System.out.printf(
                "%d %d %.3f %d%n",
                result.objects(), result.bytes(), result.seconds(), peakResidentBytes());
    }

    static Result run(KubeConnection cluster, BlobStore store) {
        long began = System.nanoTime();
        var keys = new LocalKeys();
        var random = new SecureRandom();
        try (var client = KubeClient.connect(cluster);
                var point = PointWriter.begin(heading(random), store, keys, random)) {
            var report =
                    new ClusterCapture(
                                    client,
                                    CapturePolicy.standard(),
                                    CaptureOptions.standard(),
                                    Progress.SILENT)
                            .into(point);
            point.finish(report.cut(), keys);
            var took = Duration.ofNanos(System.nanoTime() - began);
            return new Result(report.objects(), report.bytes(), took.toNanos() / 1e9);
        }
    }

    private static PointHeading heading(SecureRandom random) {
        var now = Instant.now();
        return new PointHeading(
                "bench",
                CLUSTER,
                PointId.create(now, random),
                now,
                1,
                Optional.empty(),
                Sha256.of("{}".getBytes(StandardCharsets.UTF_8)));
    }

    /// The kernel's high-water mark of this process's resident set.
    private static long peakResidentBytes() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        }
    }
}
