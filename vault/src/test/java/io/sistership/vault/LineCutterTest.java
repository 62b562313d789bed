package io.sistership.vault;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.model.SegmentClass;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// Where segments end.
class LineCutterTest {

    private static final int KILOBYTE = 1 << 10;
    private static final int MEGABYTE = 1 << 20;

    private final Sample sample = new Sample();
    private final PointKeys keys = new PointKeys(sample.heading(), sample.keys);
    private final LineCutter cutter =
            new LineCutter(
                    new SegmentSink(
                            PointLocation.outbox(sample.heading().id()),
                            sample.outbox,
                            keys::seal,
                            sample.random),
                    SegmentClass.OBJECTS,
                    count -> SegmentHeader.of(Sample.DEPLOYMENTS, count));

    @Test
    void lines_that_compress_well_fill_eight_megabytes() {
        var line = "x".repeat(KILOBYTE).getBytes(US_ASCII);

        var segments = cut(20 * KILOBYTE, () -> line);

        assertThat(segments).hasSize(3);
        assertThat(segments)
                .allSatisfy(
                        it -> assertThat(it.plain()).isLessThanOrEqualTo(SegmentEntry.SOFT_LIMIT));
    }

    @Test
    void lines_that_do_not_compress_are_not_held_until_then() {
        var random = new Random(20261123);

        var segments = cut(5 * KILOBYTE, () -> noise(random));

        assertThat(segments).hasSizeBetween(4, 5);
        assertThat(segments)
                .allSatisfy(it -> assertThat(it.length()).isLessThan(MEGABYTE + MEGABYTE / 2));
        assertThat(segments.stream().mapToLong(SegmentEntry::count).sum()).isEqualTo(5 * KILOBYTE);
    }

    private List<SegmentEntry> cut(int lines, Supplier<byte[]> line) {
        for (var number = 0; number < lines; number++) {
            cutter.line(line.get(), 0, KILOBYTE);
        }
        return cutter.finish();
    }

    /// Any bytes but line breaks, which a line doesn't have.
    private static byte[] noise(Random random) {
        var line = new byte[KILOBYTE];
        random.nextBytes(line);
        for (var at = 0; at < line.length; at++) {
            line[at] = line[at] == '\n' || line[at] == '\r' ? 0 : line[at];
        }
        return line;
    }
}
