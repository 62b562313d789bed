package io.sistership.bench;

import io.sistership.capture.CaptureReport;
import io.sistership.kube.KubeClient;
import io.sistership.kube.KubeConnection;
import io.sistership.model.Progress;
import io.sistership.model.Sha256;
import io.sistership.vault.AcceptedMarks;
import io.sistership.vault.Blob;
import io.sistership.vault.CaptureIndex;
import io.sistership.vault.DirectoryStore;
import io.sistership.vault.EpochStart;
import io.sistership.vault.Expectations;
import io.sistership.vault.Pins;
import io.sistership.vault.PointHeading;
import io.sistership.vault.PointId;
import io.sistership.vault.PointWriter;
import io.sistership.vault.Precedents;
import io.sistership.vault.Publisher;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// The points of one cluster, one after the other, as an application makes them: each is captured
/// with the index of the one before it, published, and accepted. Confined.
final class Chain {

    private static final Expectations EXPECTED = new Expectations("bench", OneCapture.CLUSTER);
    private static final Sha256 CONFIGURATION = Sha256.of("{}".getBytes(StandardCharsets.UTF_8));

    private final KubeConnection cluster;
    private final DirectoryStore scratch;
    private final DirectoryStore vault;
    private final DirectoryStore state;
    private final Pins pins;
    private final LocalKeys keys = new LocalKeys();
    private final SecureRandom random = new SecureRandom();

    Chain(KubeConnection cluster, Path directory) {
        this.cluster = cluster;
        this.scratch = new DirectoryStore(directory.resolve("scratch"));
        this.vault = new DirectoryStore(directory.resolve("vault"));
        this.state = new DirectoryStore(directory.resolve("state"));
        this.pins = new Pins(state);
        pins.put(keys.pin(OneCapture.SIGNING_KEY));
    }

    /// A point of the chain.
    ///
    /// @param seconds of the capture, from opening the index to the signature
    /// @param publishing seconds from there until it is accepted
    /// @param written bytes that it wrote, manifest and envelope included
    /// @param start why it began an epoch; empty where it is a delta
    record Link(double seconds, double publishing, long written, Optional<EpochStart> start) {}

    /// Makes the next point.
    Link next() {
        var heading = heading();
        var precedent = new Precedents(vault, pins).of(heading.previous(), EXPECTED);
        long began = System.nanoTime();
        var index = CaptureIndex.open(heading, precedent, scratch, keys, random);
        var report = capture(heading, index);
        var seconds = since(began);
        var written = scratch.list("outbox/").stream().mapToLong(Blob::length).sum();
        long finished = System.nanoTime();
        new Publisher(scratch, vault, state, InstantSource.system())
                .publish(heading.id(), EXPECTED, CONFIGURATION, Progress.SILENT);
        return new Link(seconds, since(finished), written, report.epochStart());
    }

    private CaptureReport capture(PointHeading heading, CaptureIndex index) {
        try (var client = KubeClient.connect(cluster);
                var point = PointWriter.begin(heading, scratch, keys, index, random)) {
            var report = OneCapture.into(client, point, OneCapture.USUAL);
            point.finish(report.cut(), keys);
            return report;
        }
    }

    private PointHeading heading() {
        var next = new AcceptedMarks(state).next(EXPECTED.clusterName());
        var now = Instant.now();
        return new PointHeading(
                EXPECTED.application(),
                EXPECTED.cluster(),
                PointId.create(now, random),
                now,
                next.sequence(),
                next.previous(),
                CONFIGURATION);
    }

    private static double since(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }
}
