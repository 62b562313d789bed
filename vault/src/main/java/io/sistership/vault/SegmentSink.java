package io.sistership.vault;

import io.sistership.model.SegmentClass;
import io.sistership.model.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// Seals finished segments of one point and puts them into the store. Thread-safe.
final class SegmentSink {

    private final PointLocation location;
    private final BlobStore store;
    private final Function<SegmentClass, Seal> seals;
    private final RandomGenerator random;

    SegmentSink(
            PointLocation location,
            BlobStore store,
            Function<SegmentClass, Seal> seals,
            RandomGenerator random) {
        this.location = location;
        this.store = store;
        this.seals = seals;
        this.random = random;
    }

    /// @param header the header line, without its line break
    SegmentEntry put(SegmentClass segmentClass, byte[] header, LineCompressor lines, long count) {
        var seal = seals.apply(segmentClass);
        var sealed = seal(seal, header, lines);
        var entry =
                new SegmentEntry(
                        Base32.random(SegmentEntry.NAME_LENGTH, random),
                        seal.keyId(),
                        Sha256.of(sealed),
                        sealed.length,
                        header.length + 1 + lines.plain(),
                        count);
        store.putNew(location.segment(entry), sealed);
        return entry;
    }

    void delete(SegmentEntry entry) {
        store.delete(location.segment(entry));
    }

    private static byte[] seal(Seal seal, byte[] header, LineCompressor lines) {
        lines.finish();
        var sealed = new ByteArrayOutputStream(lines.compressed() + Seal.FRAME);
        try (var out = seal.sealing(sealed)) {
            out.write(LineCompressor.frame(withLineBreak(header)));
            lines.drainTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException("sealing in memory failed", e);
        }
        return sealed.toByteArray();
    }

    private static byte[] withLineBreak(byte[] header) {
        var line = Arrays.copyOf(header, header.length + 1);
        line[header.length] = '\n';
        return line;
    }
}
