package io.sistership.rig;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sistership.capture.CaptureOptions;
import io.sistership.capture.CapturePolicy;
import io.sistership.capture.CaptureReport;
import io.sistership.capture.ClusterCapture;
import io.sistership.kube.KubeClient;
import io.sistership.model.AccountId;
import io.sistership.model.Arn;
import io.sistership.model.Progress;
import io.sistership.model.Sha256;
import io.sistership.vault.BlobStore;
import io.sistership.vault.DirectoryStore;
import io.sistership.vault.Expectations;
import io.sistership.vault.InMemoryBlobStore;
import io.sistership.vault.InMemoryKeyWrapping;
import io.sistership.vault.InMemorySigner;
import io.sistership.vault.OpenPoint;
import io.sistership.vault.Pins;
import io.sistership.vault.PointHeading;
import io.sistership.vault.PointId;
import io.sistership.vault.PointLocation;
import io.sistership.vault.PointVerifier;
import io.sistership.vault.PointWriter;
import io.sistership.vault.TypeEntry;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A cluster's inside captured into a sealed, signed point in a directory, verified and opened
/// again: the real road, but for KMS and S3.
record LocalPoint(CaptureReport report, OpenPoint point) {

    private static final Arn CLUSTER =
            Arn.parse("arn:aws:eks:us-east-1:111111111111:cluster/sample");

    static LocalPoint capture(KubeClient client, CaptureOptions options, Path directory) {
        return capture(client, options, new DirectoryStore(directory));
    }

    static LocalPoint capture(KubeClient client, CaptureOptions options, BlobStore store) {
        var keys = new InMemoryKeyWrapping();
        var signer = new InMemorySigner();
        var random = new SecureRandom();
        var now = Instant.now();
        var heading =
                new PointHeading(
                        "sample",
                        CLUSTER,
                        PointId.create(now, random),
                        now,
                        1,
                        Optional.empty(),
                        Sha256.of("{}".getBytes(UTF_8)));
        try (var writer = PointWriter.begin(heading, store, keys, random)) {
            var capture =
                    new ClusterCapture(client, CapturePolicy.standard(), options, Progress.SILENT);
            var report = capture.into(writer);
            writer.finish(report.cut(), signer);
            return new LocalPoint(report, open(heading, store, keys, signer));
        }
    }

    private static OpenPoint open(
            PointHeading heading,
            BlobStore store,
            InMemoryKeyWrapping keys,
            InMemorySigner signer) {
        var pins = new Pins(new InMemoryBlobStore("state"));
        pins.put(signer.pin(new AccountId("111111111111"), heading.created()));
        return new PointVerifier(store, pins)
                .verify(
                        PointLocation.outbox(heading.id()),
                        new Expectations("sample", CLUSTER),
                        Progress.SILENT)
                .open(keys);
    }

    /// The captured type of this name (`deployments.apps`).
    TypeEntry type(String groupResource) {
        return point.types().stream()
                .filter(it -> it.resource().groupResource().equals(groupResource))
                .findFirst()
                .orElseThrow(() -> new AssertionError(groupResource + " isn't in the point"));
    }

    /// Its objects' lines.
    List<String> lines(String groupResource) {
        var lines = new ArrayList<String>();
        point.lines(
                type(groupResource),
                (buffer, offset, length) -> lines.add(new String(buffer, offset, length, UTF_8)));
        return lines;
    }
}
