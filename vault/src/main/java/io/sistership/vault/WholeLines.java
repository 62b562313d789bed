package io.sistership.vault;

import io.sistership.model.ApiResource;
import io.sistership.model.ObjectKey;
import io.sistership.model.SegmentClass;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// A type as a whole, and the index by which later captures recognise its lines. Confined.
final class WholeLines implements TypeLines {

    private final ApiResource type;
    private final LineCutter base;
    private final Optional<IndexLines> index;

    /// @param index empty where no index is kept
    WholeLines(ApiResource type, SegmentSink sink, Optional<IndexLines> index) {
        this.type = type;
        this.base =
                new LineCutter(sink, SegmentClass.of(type), count -> SegmentHeader.of(type, count));
        this.index = index;
    }

    @Override
    public void line(ObjectKey key, byte[] buffer, int offset, int length) {
        base.line(buffer, offset, length);
        index.ifPresent(lines -> lines.line(key, buffer, offset, length));
    }

    @Override
    public void restart() {
        discard();
    }

    @Override
    public void discard() {
        base.discard();
        index.ifPresent(lines -> lines.cutter.discard());
    }

    @Override
    public Finished finish() {
        var segments = base.finish();
        return new Finished(
                new TypeContents.Whole(segments),
                index.map(lines ->
                        new IndexedType(
                                type.group(),
                                type.plural(),
                                segments.stream().map(SegmentEntry::name).toList(),
                                lines.point,
                                lines.cutter.finish(),
                                Optional.empty())));
    }

    /// The lines of an index.
    static final class IndexLines {

        /// Small, since a capture holds one for each type that it lists.
        private static final long LIMIT = 1 << 20;

        private final PointId point;
        private final LineHash hash;
        private final LineCutter cutter;

        IndexLines(ApiResource type, PointId point, SegmentSink sink, LineHash hash) {
            this.point = point;
            this.hash = hash;
            this.cutter =
                    new LineCutter(
                            sink,
                            SegmentClass.of(type),
                            count -> SegmentHeader.index(type, count),
                            LIMIT);
        }

        private void line(ObjectKey key, byte[] buffer, int offset, int length) {
            var hashed = hash.of(buffer, offset, length);
            var name = key(key);
            var line = Arrays.copyOf(hashed, hashed.length + 1 + name.length);
            line[hashed.length] = ' ';
            System.arraycopy(name, 0, line, hashed.length + 1, name.length);
            cutter.line(line, 0, line.length);
        }

        /// As lists are ordered: by these bytes.
        static byte[] key(ObjectKey key) {
            return key.toString().getBytes(StandardCharsets.UTF_8);
        }
    }
}
