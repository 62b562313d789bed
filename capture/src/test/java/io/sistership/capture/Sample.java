package io.sistership.capture;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sistership.kube.KubeClient;
import io.sistership.model.AccountId;
import io.sistership.model.Arn;
import io.sistership.model.Progress;
import io.sistership.model.Sha256;
import io.sistership.vault.AcceptedMarks;
import io.sistership.vault.CaptureIndex;
import io.sistership.vault.Expectations;
import io.sistership.vault.InMemoryBlobStore;
import io.sistership.vault.InMemoryKeyWrapping;
import io.sistership.vault.InMemorySigner;
import io.sistership.vault.Manifest;
import io.sistership.vault.OpenPoint;
import io.sistership.vault.Pins;
import io.sistership.vault.PointHeading;
import io.sistership.vault.PointId;
import io.sistership.vault.PointLocation;
import io.sistership.vault.PointVerifier;
import io.sistership.vault.PointWriter;
import io.sistership.vault.Precedents;
import io.sistership.vault.Publisher;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// A cluster's points: one that stands alone, or such that follow each other through outbox and vault.
final class Sample {

    static final CaptureOptions ONE_TYPE_AT_ONCE = new CaptureOptions(1, true);

    private static final Instant NOW = Instant.parse("2026-11-23T09:43:05Z");
    private static final Expectations EXPECTED =
            new Expectations("shop", Arn.parse("arn:aws:eks:us-east-1:111111111111:cluster/shop"));
    private static final Sha256 CONFIGURATION = Sha256.of("{}".getBytes(UTF_8));

    final InMemoryBlobStore outbox = new InMemoryBlobStore("outbox");
    final InMemoryBlobStore vault = new InMemoryBlobStore("vault");
    private final InMemoryBlobStore state = new InMemoryBlobStore("state");
    private final InMemoryBlobStore scratch = new InMemoryBlobStore("scratch");
    private final InMemoryKeyWrapping keys = new InMemoryKeyWrapping();
    private final InMemoryKeyWrapping indexKeys = new InMemoryKeyWrapping();
    private final InMemorySigner signer = new InMemorySigner();
    private final Random random = new Random(1);
    private final Pins pins = new Pins(state);

    Sample() {
        pins.put(signer.pin(new AccountId("111111111111"), NOW));
    }

    /// Captures a point that knows of none before, and leaves it in the outbox.
    CaptureReport alone(KubeClient client, CaptureOptions options, Progress progress) {
        try (var point = PointWriter.begin(heading(), outbox, keys, random)) {
            return capture(client, point, options, progress);
        }
    }

    /// Captures over the index of the point before, and publishes.
    PointId next(KubeClient client) {
        var heading = heading();
        var precedent = new Precedents(vault, pins).of(heading.previous(), EXPECTED);
        var index = CaptureIndex.open(heading, precedent, scratch, indexKeys, random);
        try (var point = PointWriter.begin(heading, outbox, keys, index, random)) {
            capture(client, point, ONE_TYPE_AT_ONCE, Progress.SILENT);
        }
        new Publisher(outbox, vault, state, () -> NOW)
                .publish(heading.id(), EXPECTED, CONFIGURATION, Progress.SILENT);
        return heading.id();
    }

    private CaptureReport capture(
            KubeClient client, PointWriter point, CaptureOptions options, Progress progress) {
        var report =
                new ClusterCapture(client, CapturePolicy.standard(), options, progress).into(point);
        point.finish(report.cut(), signer);
        return report;
    }

    private PointHeading heading() {
        var next = new AcceptedMarks(state).next("shop");
        return new PointHeading(
                "shop",
                EXPECTED.cluster(),
                PointId.create(NOW, random),
                NOW,
                next.sequence(),
                next.previous(),
                CONFIGURATION);
    }

    Manifest manifest(PointId id) {
        return open(id).manifest();
    }

    /// The objects of a type of a published point.
    List<String> lines(PointId id, String group, String plural) {
        var point = open(id);
        var lines = new ArrayList<String>();
        point.lines(
                point.manifest().type(group, plural).orElseThrow(),
                (buffer, offset, length) -> lines.add(new String(buffer, offset, length, UTF_8)));
        return lines;
    }

    private OpenPoint open(PointId id) {
        return new PointVerifier(vault, pins)
                .verify(PointLocation.vault("shop", id), EXPECTED, Progress.SILENT)
                .open(keys);
    }
}
