package io.sistership.vault;

import io.sistership.model.FailureKind;
import io.sistership.model.SistershipException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The contents of a verified point. Thread-safe: several segments may be read at once.
///
/// A segment is handed out only after all of it was checked, so a reader holds one whole segment
/// (about 8 MB) for each that it reads at once.
public final class OpenPoint {

    private final Manifest manifest;
    private final PointReader reader;
    private final KeyWrapping wrapping;
    private final Map<String, Seal> seals = new ConcurrentHashMap<>();

    OpenPoint(Manifest manifest, PointReader reader, KeyWrapping wrapping) {
        this.manifest = manifest;
        this.reader = reader;
        this.wrapping = wrapping;
    }

    public Manifest manifest() {
        return manifest;
    }

    public List<TypeEntry> types() {
        return manifest.types();
    }

    /// Hands out all objects of a type in list order.
    public void lines(TypeEntry type, LineSink sink) {
        type.segments().forEach(segment -> lines(type, segment, sink));
    }

    /// Hands out the objects of one segment of a type.
    public void lines(TypeEntry type, SegmentEntry segment, LineSink sink) {
        read(segment, SegmentHeader.of(type.header(), segment.count()), sink);
    }

    /// All documents of one operation, in the order in which they were written; none if the point
    /// has none.
    public List<byte[]> documents(String service, String operation) {
        var all = new ArrayList<byte[]>();
        for (var entry : manifest.documents()) {
            if (entry.service().equals(service) && entry.operation().equals(operation)) {
                documents(
                        entry,
                        (buffer, offset, length) ->
                                all.add(Arrays.copyOfRange(buffer, offset, offset + length)));
            }
        }
        return all;
    }

    /// Hands out the documents of one entry.
    public void documents(DocumentEntry entry, LineSink sink) {
        for (var segment : entry.segments()) {
            var header = SegmentHeader.of(entry.service(), entry.operation(), segment.count());
            read(segment, header, sink);
        }
    }

    private void read(SegmentEntry segment, byte[] header, LineSink sink) {
        var file = reader.location().file(segment.file());
        var seal = seals.computeIfAbsent(segment.key(), _ -> unwrap(manifest.key(segment)));
        new SegmentReader(file, segment, header).read(seal, reader.segment(segment), sink);
    }

    private Seal unwrap(WrappedKey key) {
        var context = SealContext.of(manifest.heading(), key.point(), key.segmentClass());
        try (var plain = wrapping.unwrap(key.bytes(), context)) {
            return new Seal(key.id(), plain, context);
        } catch (IllegalArgumentException e) {
            throw new SistershipException(
                    FailureKind.POINT_REFUSED,
                    Refusal.CONTENTS.code(),
                    "wrapped key %s can't be used: %s".formatted(key.id(), e.getMessage()),
                    Refusal.CONTENTS.fix(),
                    e);
        }
    }
}
