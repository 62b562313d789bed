package io.sistership.vault;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/// Goes through the index of a base, line by line, holding one segment of it. Confined.
final class BaseCursor {

    private final Iterator<SegmentEntry> segments;
    private final Function<SegmentEntry, SegmentLines> reader;
    private SegmentLines lines = new SegmentLines(new byte[0], -1);
    private int ordinal = -1;
    private boolean present;

    BaseCursor(List<SegmentEntry> index, Function<SegmentEntry, SegmentLines> reader) {
        this.segments = index.iterator();
        this.reader = reader;
        advance();
    }

    /// Whether it stands at a line; false after the last.
    boolean present() {
        return present;
    }

    /// The number of the base's line that it stands at.
    int ordinal() {
        return ordinal;
    }

    void advance() {
        ordinal++;
        present = lines.next();
        while (!present && segments.hasNext()) {
            lines = reader.apply(segments.next());
            present = lines.next();
        }
    }

    boolean hasHash(byte[] hash) {
        return Arrays.equals(
                lines.buffer(),
                lines.offset(),
                lines.offset() + Math.min(lines.length(), LineHash.LENGTH),
                hash,
                0,
                hash.length);
    }

    /// Below, at or above 0 as the object at the cursor stands before, at or after that key in the
    /// order of lists, which is that of the bytes of namespace, slash and name.
    int compareTo(byte[] key) {
        int from = lines.offset() + Math.min(lines.length(), LineHash.LENGTH + 1);
        return Arrays.compareUnsigned(
                lines.buffer(), from, lines.offset() + lines.length(), key, 0, key.length);
    }
}
