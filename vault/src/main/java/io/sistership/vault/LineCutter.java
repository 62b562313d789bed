package io.sistership.vault;

import io.sistership.model.SegmentClass;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/// Puts lines into segments and cuts a new one where the next line would make it too large.
/// Confined.
final class LineCutter {

    /// Leaves room for the header line below the limit that readers hold a segment to.
    private static final long CUT = SegmentEntry.SOFT_LIMIT - (8 << 10);

    /// What doesn't compress, as Secrets don't, would be held as it is until a segment is full.
    private static final int MOST_COMPRESSED = 1 << 20;

    private static final byte[] LINE_BREAK = {'\n'};

    private final SegmentSink sink;
    private final SegmentClass segmentClass;
    private final LongFunction<byte[]> header;
    private final long limit;
    private final List<SegmentEntry> segments = new ArrayList<>();
    private LineCompressor lines = new LineCompressor();
    private long count;

    /// @param header gives the header line for a count of lines
    LineCutter(SegmentSink sink, SegmentClass segmentClass, LongFunction<byte[]> header) {
        this(sink, segmentClass, header, CUT);
    }

    /// @param limit how many bytes of lines a segment may have
    LineCutter(
            SegmentSink sink, SegmentClass segmentClass, LongFunction<byte[]> header, long limit) {
        this.limit = limit;
        this.sink = sink;
        this.segmentClass = segmentClass;
        this.header = header;
    }

    void line(byte[] buffer, int offset, int length) {
        if (length < 1 || length > SegmentEntry.HARD_LIMIT / 2) {
            throw new IllegalArgumentException(
                    "a line of " + length + " bytes can't be put into a segment");
        }
        if (count > 0 && isFull(length)) {
            cut();
        }
        writeInOneLine(buffer, offset, length);
        lines.write(LINE_BREAK, 0, 1);
        count++;
    }

    private boolean isFull(int next) {
        return lines.plain() + next >= limit || lines.compressed() >= MOST_COMPRESSED;
    }

    /// Puts what is left; gives all segments.
    List<SegmentEntry> finish() {
        if (count > 0) {
            cut();
        }
        return List.copyOf(segments);
    }

    /// Takes everything back.
    void discard() {
        segments.forEach(sink::delete);
        segments.clear();
        lines = new LineCompressor();
        count = 0;
    }

    private void cut() {
        segments.add(sink.put(segmentClass, header.apply(count), lines, count));
        lines = new LineCompressor();
        count = 0;
    }

    /// JSON has line breaks between tokens only, so leaving them out changes no value.
    private void writeInOneLine(byte[] buffer, int offset, int length) {
        int from = offset;
        int end = offset + length;
        for (int at = LineBreaks.next(buffer, from, end);
                at < end;
                at = LineBreaks.next(buffer, from, end)) {
            lines.write(buffer, from, at - from);
            from = at + 1;
        }
        lines.write(buffer, from, end - from);
    }
}
