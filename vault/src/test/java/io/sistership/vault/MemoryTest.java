package io.sistership.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Ten times the bytes need no more memory, neither written nor read.
class MemoryTest {

    private static final int LINE = 4000;

    @Test
    void holds_one_segment_at_a_time_however_much_is_captured() {
        long small = peakOf(30); // several whole segments, so that the dearest moment is seen
        long large = peakOf(300);

        assertThat(large).isLessThan(small + (4L << 20));
    }

    /// The most live heap seen just before a segment is put.
    private static long peakOf(int megabytes) {
        var sample = new Sample();
        var store = new DiscardingStore();
        try (var writer = PointWriter.begin(sample.heading(), store, sample.keys, sample.random);
                var segments = writer.open(new TypeHeader(Sample.DEPLOYMENTS, List.of("v1")))) {
            var random = new Random(1);
            var line = new byte[LINE];
            var noise = new byte[LINE / 2];
            for (long written = 0; written < megabytes * 1_000_000L; written += LINE) {
                // Compresses to about a half, as Kubernetes objects hardly ever fail to.
                random.nextBytes(noise);
                for (int i = 0; i < noise.length; i++) {
                    line[i] = (byte) (noise[i] | 0x40);
                }
                segments.line(Sample.key((int) (written / LINE)), line, 0, LINE);
            }
            segments.complete(new Consistency("1", true));
            writer.finish(Optional.of("1"), sample.signer);
        }
        assertThat(store.segments).isGreaterThanOrEqualTo(megabytes / 10);
        return store.peak;
    }

    /// Keeps nothing, and measures.
    private static final class DiscardingStore extends ForwardingStore {

        private long peak;
        private int segments;

        DiscardingStore() {
            super(new InMemoryBlobStore("discarded"));
        }

        @Override
        void writing(String key) {}

        @Override
        public String putNew(String key, byte[] content) {
            segments++;
            System.gc();
            var runtime = Runtime.getRuntime();
            peak = Math.max(peak, runtime.totalMemory() - runtime.freeMemory());
            return "";
        }
    }
}
