package io.sistership.bench;

import io.sistership.capture.CaptureOptions;
import io.sistership.capture.CapturePolicy;
import io.sistership.capture.CaptureReport;
import io.sistership.capture.ClusterCapture;
import io.sistership.delegate.NativeCryptography;
import io.sistership.kube.KubeClient;
import io.sistership.kube.KubeConnection;
import io.sistership.kube.KubeOptions;
import io.sistership.model.Arn;
import io.sistership.model.CaptureChanges;
import io.sistership.model.Progress;
import io.sistership.model.Sha256;
import io.sistership.rig.RigControlPlane;
import io.sistership.vault.BlobStore;
import io.sistership.vault.DirectoryStore;
import io.sistership.vault.PointHeading;
import io.sistership.vault.PointId;
import io.sistership.vault.PointWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;

/// One capture of a cluster into a store: discovery, the cut, every list, segments sealed, manifest
/// signed. All that `sistership capture` does but AWS.
///
/// Run as a program (`OneCapture KUBECONFIG DIRECTORY`) it prints objects, bytes, seconds and the most
/// memory that the process had.
final class OneCapture {

    static final Arn SIGNING_KEY = Arn.parse("arn:aws:kms:us-east-1:111111111111:key/bench");
    static final Arn CLUSTER = Arn.parse("arn:aws:eks:us-east-1:111111111111:cluster/bench");

    /// How many requests at once a capture makes unless it is configured otherwise.
    static final int USUAL = CaptureChanges.USUAL_REQUESTS;

    /// @param bytes of all objects' lines
    record Result(long objects, long bytes, double seconds) {}

    private OneCapture() {}

    public static void main(String[] arguments) {
        NativeCryptography.install();
        var cluster = RigControlPlane.connection(Path.of(arguments[0]));
        var result = run(cluster, new DirectoryStore(Path.of(arguments[1])), USUAL);
        System.out.printf(
                "%d %d %.3f %d%n",
                result.objects(), result.bytes(), result.seconds(), Resident.peakBytes());
    }

    /// @param requestsAtOnce as `capture.requestsAtOnce` in `sistership.yaml`
    static Result run(KubeConnection cluster, BlobStore store, int requestsAtOnce) {
        long began = System.nanoTime();
        var keys = new LocalKeys();
        var random = new SecureRandom();
        var pace = KubeOptions.standard().inFlight(requestsAtOnce);
        try (var client = KubeClient.connect(cluster, pace);
                var point = PointWriter.begin(heading(random), store, keys, random)) {
            var report = into(client, point, requestsAtOnce);
            point.finish(report.cut(), keys);
            var seconds = (System.nanoTime() - began) / 1e9;
            return new Result(report.objects(), report.bytes(), seconds);
        }
    }

    static CaptureReport into(KubeClient client, PointWriter point, int requestsAtOnce) {
        var options = CaptureOptions.standard().requestsAtOnce(requestsAtOnce);
        return new ClusterCapture(client, CapturePolicy.standard(), options, Progress.SILENT)
                .into(point);
    }

    static PointHeading heading(SecureRandom random) {
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
}
