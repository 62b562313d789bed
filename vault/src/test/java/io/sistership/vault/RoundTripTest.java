package io.sistership.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.model.ApiResource;
import io.sistership.model.Progress;
import io.sistership.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Points of any shape come back as they were written.
class RoundTripTest {

    private static final int TYPES = 6;

    @TempDir private Path directory;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 20261123})
    void gives_back_random_lines_of_types_written_side_by_side(long seed) {
        var sample = new Sample();
        var outbox = new DirectoryStore(directory);
        var heading = sample.heading();
        var digests = new ArrayList<Sha256>();
        try (var writer = PointWriter.begin(heading, outbox, sample.keys, sample.random)) {
            writeSideBySide(writer, seed, digests);
            writer.finish(Optional.empty(), sample.signer);
        }

        var point =
                new PointVerifier(outbox, sample.pins)
                        .verify(
                                PointLocation.outbox(heading.id()),
                                Sample.EXPECTED,
                                Progress.SILENT)
                        .open(sample.keys);

        assertThat(point.types()).hasSize(TYPES);
        for (int i = 0; i < TYPES; i++) {
            assertThat(digestOf(point, type(i))).as("type " + i).isEqualTo(digests.get(i));
        }
        assertThat(point.manifest().segments())
                .allMatch(segment ->
                        segment.plain() <= SegmentEntry.SOFT_LIMIT || segment.count() == 1);
    }

    private static void writeSideBySide(PointWriter writer, long seed, List<Sha256> digests) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var futures =
                    java.util.stream.IntStream.range(0, TYPES)
                            .mapToObj(i -> threads.submit(() -> write(writer, type(i), seed + i)))
                            .toList();
            futures.forEach(future -> digests.add(resultOf(future)));
        }
    }

    private static Sha256 resultOf(java.util.concurrent.Future<Sha256> future) {
        try {
            return future.get();
        } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private static Sha256 write(PointWriter writer, ApiResource type, long seed) {
        var random = new Random(seed);
        var digest = Sha256.newDigest();
        try (var segments = writer.open(new TypeHeader(type, List.of("v1")))) {
            int lines = random.nextInt(250);
            for (int i = 0; i < lines; i++) {
                var line = line(random);
                segments.line(Sample.key(i), line, 0, line.length);
                update(digest, line, 0, line.length);
            }
            segments.complete(new Consistency("1", false));
        }
        return Sha256.ofDigest(digest.digest());
    }

    /// Mostly small; now and then larger than a compressed chunk, rarely than a segment.
    private static byte[] line(Random random) {
        int choice = random.nextInt(200);
        int length = choice == 0 ? 9_000_000 : choice < 4 ? 2_000_000 : 1 + random.nextInt(40_000);
        var line = new byte[length];
        var part = new byte[Math.min(length, 5000)];
        random.nextBytes(part);
        for (int i = 0; i < part.length; i++) {
            // Any bytes but line breaks, which a line doesn't have.
            part[i] |= 0x40;
        }
        for (int i = 0; i < length; i += part.length) {
            System.arraycopy(part, 0, line, i, Math.min(part.length, length - i));
        }
        return line;
    }

    private static Sha256 digestOf(OpenPoint point, ApiResource type) {
        var digest = Sha256.newDigest();
        point.lines(
                point.manifest().type(type.group(), type.plural()).orElseThrow(),
                (buffer, offset, length) -> update(digest, buffer, offset, length));
        return Sha256.ofDigest(digest.digest());
    }

    private static void update(MessageDigest digest, byte[] buffer, int offset, int length) {
        digest.update((length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(buffer, offset, length);
    }

    private static ApiResource type(int i) {
        return i == 0
                ? Sample.SECRETS
                : new ApiResource("g" + i, "v1", "Kind" + i, "kinds" + i, true);
    }

    @Test
    void gives_a_giant_object_a_segment_of_its_own() {
        var sample = new Sample();
        var heading = sample.heading();
        var giant = new byte[9 << 20];
        java.util.Arrays.fill(giant, (byte) 'g');
        try (var writer = sample.writer(heading)) {
            try (var segments = writer.open(new TypeHeader(Sample.DEPLOYMENTS, List.of("v1")))) {
                segments.line(Sample.key(0), Sample.utf8("{}"), 0, 2);
                segments.line(Sample.key(0), giant, 0, giant.length);
                segments.line(Sample.key(0), Sample.utf8("{}"), 0, 2);
                segments.complete(new Consistency("1", true));
            }
            writer.finish(Optional.of("1"), sample.signer);
        }

        assertThat(sample.verify(heading.id()).manifest().types().getFirst().segments())
                .extracting(SegmentEntry::count)
                .containsExactly(1L, 1L, 1L);
    }

    @Test
    void begins_a_type_again_without_leaving_anything_behind() {
        var sample = new Sample();
        var heading = sample.heading();
        try (var writer = sample.writer(heading)) {
            try (var segments = writer.open(new TypeHeader(Sample.DEPLOYMENTS, List.of("v1")))) {
                var large = new byte[9 << 20];
                segments.line(Sample.key(0), large, 0, large.length);
                segments.line(Sample.key(0), Sample.utf8("{}"), 0, 2);
                segments.restart();
                assertThat(sample.outbox.keys()).isEmpty();
                segments.line(Sample.key(0), Sample.utf8("{1}"), 0, 3);
                segments.complete(new Consistency("2", false));
            }
            writer.finish(Optional.of("1"), sample.signer);
        }

        var point = sample.verify(heading.id()).open(sample.keys);
        assertThat(Sample.lines(point, point.types().getFirst())).containsExactly("{1}");
        assertThat(point.types().getFirst().consistency()).isEqualTo(new Consistency("2", false));
    }
}
