package io.sistership.vault;

import io.sistership.model.FailureKind;
import io.sistership.model.SistershipException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
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

    /// Hands out all objects of a type, always in the same order: what is unchanged since the
    /// epoch's base in its list order, then what is new or changed.
    public void lines(TypeEntry type, LineSink sink) {
        switch (type.contents()) {
            case TypeContents.Whole(var segments) -> objects(type, segments, sink);
            case TypeContents.Delta delta -> {
                var dropped = dropped(type, delta);
                objects(type, delta.base(), new KeptLines(dropped, sink));
                objects(type, delta.changed(), sink);
            }
        }
    }

    private void objects(TypeEntry type, List<SegmentEntry> segments, LineSink sink) {
        for (var segment : segments) {
            read(segment, SegmentHeader.of(type.resource(), segment.count())).forEach(sink);
        }
    }

    private BitSet dropped(TypeEntry type, TypeContents.Delta delta) {
        var ordinals = new DroppedOrdinals(TypeContents.lines(delta.base()));
        for (var segment : delta.dropped()) {
            var header = SegmentHeader.dropped(type.resource(), segment.count());
            ordinals.read(file(segment), read(segment, header));
        }
        return ordinals.found();
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
            read(segment, header).forEach(sink);
        }
    }

    private SegmentLines read(SegmentEntry segment, byte[] header) {
        var seal = seals.computeIfAbsent(segment.key(), _ -> unwrap(manifest.key(segment)));
        return new SegmentReader(file(segment), segment, header)
                .read(seal, reader.segment(segment));
    }

    private PointFile file(SegmentEntry segment) {
        return reader.location().file(segment.file());
    }

    /// Passes on the base lines that weren't dropped.
    private static final class KeptLines implements LineSink {

        private final BitSet dropped;
        private final LineSink sink;
        private int next;

        KeptLines(BitSet dropped, LineSink sink) {
            this.dropped = dropped;
            this.sink = sink;
        }

        @Override
        public void line(byte[] buffer, int offset, int length) {
            if (!dropped.get(next++)) {
                sink.line(buffer, offset, length);
            }
        }
    }

    private Seal unwrap(WrappedKey key) {
        var context = SealContext.of(manifest.heading(), key.point(), key.segmentClass());
        try (var plain = wrapping.unwrap(key.bytes(), context)) {
            return new Seal(key.id(), plain, context);
        } catch (UnwrapDeniedException e) {
            throw new ClassSealedException(
                    manifest.heading().id(),
                    key.segmentClass(),
                    String.valueOf(e.getMessage()),
                    "a role that may unwrap keys of that class (the recovery delegate's may)",
                    e);
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
