package io.sistership.vault;

import io.sistership.model.AccountId;
import io.sistership.model.ApiResource;
import io.sistership.model.Arn;
import io.sistership.model.ObjectKey;
import io.sistership.model.Progress;
import io.sistership.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// A world for tests: an outbox, a vault, a state bucket, keys, and points written into it.
final class Sample {

    static final Instant NOW = Instant.parse("2026-11-23T09:43:05Z");
    static final AccountId PRIMARY = new AccountId("111111111111");
    static final Arn CLUSTER = Arn.parse("arn:aws:eks:us-east-1:111111111111:cluster/shop");
    static final Expectations EXPECTED = new Expectations("shop", CLUSTER);
    static final Sha256 CONFIGURATION = Sha256.of("configuration".getBytes(StandardCharsets.UTF_8));
    static final ApiResource DEPLOYMENTS =
            new ApiResource("apps", "v1", "Deployment", "deployments", true);
    static final ApiResource SECRETS = new ApiResource("", "v1", "Secret", "secrets", true);
    static final ApiResource EVENTS = new ApiResource("", "v1", "Event", "events", true);

    final InMemoryBlobStore outbox = new InMemoryBlobStore("outbox");
    final InMemoryBlobStore vault = new InMemoryBlobStore("vault");
    final InMemoryBlobStore state = new InMemoryBlobStore("state");
    final InMemoryKeyWrapping keys = new InMemoryKeyWrapping();
    final InMemorySigner signer = new InMemorySigner();
    final Pins pins = new Pins(state);
    final AcceptedMarks marks = new AcceptedMarks(state);
    final Random random = new Random(20261123);

    Sample() {
        pins.put(signer.pin(PRIMARY, NOW));
    }

    PointHeading heading(NextPoint next) {
        return new PointHeading(
                "shop",
                CLUSTER,
                PointId.create(NOW, random),
                NOW,
                next.sequence(),
                next.previous(),
                CONFIGURATION);
    }

    PointHeading heading() {
        return heading(marks.next("shop"));
    }

    PointWriter writer(PointHeading heading) {
        return PointWriter.begin(heading, outbox, keys, random);
    }

    /// A small point with every kind of entry.
    Statement write(PointHeading heading) {
        return write(writer(heading), signer);
    }

    static Statement write(PointWriter begun, PointSigner signer) {
        try (var writer = begun) {
            write(
                    writer,
                    DEPLOYMENTS,
                    List.of("{\"metadata\":{\"name\":\"web\"}}", "{\"n\":1.10}"));
            write(writer, SECRETS, List.of("{\"data\":{\"p\":\"aHVudGVyMg==\"}}"));
            writer.document("eks", "DescribeCluster", utf8("{\n  \"cluster\": {}\n}"));
            writer.leftOut(EVENTS, "they are gone within the hour");
            writer.unavailableGroup("metrics.k8s.io", "v1beta1", "503 from its API service");
            return writer.finish(Optional.of("4711"), signer);
        }
    }

    static void write(PointWriter writer, ApiResource type, List<String> lines) {
        try (var segments = writer.open(new TypeHeader(type, List.of(type.version())))) {
            int number = 0;
            for (var line : lines) {
                var bytes = utf8(line);
                segments.line(key(number++), bytes, 0, bytes.length);
            }
            segments.complete(new Consistency("4711", true));
        }
    }

    /// Keys in list order.
    static ObjectKey key(int number) {
        return ObjectKey.cluster("object-%06d".formatted(number));
    }

    VerifiedPoint verify(PointId point) {
        return verifier().verify(PointLocation.outbox(point), EXPECTED, Progress.SILENT);
    }

    PointVerifier verifier() {
        return new PointVerifier(outbox, pins);
    }

    Publisher publisher() {
        return new Publisher(outbox, vault, state, () -> NOW);
    }

    static List<String> lines(OpenPoint point, TypeEntry type) {
        var lines = new ArrayList<String>();
        point.lines(
                type,
                (buffer, offset, length) ->
                        lines.add(new String(buffer, offset, length, StandardCharsets.UTF_8)));
        return lines;
    }

    static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
