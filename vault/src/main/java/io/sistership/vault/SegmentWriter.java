package io.sistership.vault;

import io.sistership.model.ApiResource;
import java.util.List;

/// Takes the objects of one type, line by line, into sealed segments of the outbox.
///
/// Confined to one thread; several writers of a point may work at once. What a writer holds in
/// memory is one segment, compressed, while it is being filled or sealed. A writer that is closed
/// before [#complete(Consistency)] takes back what it wrote.
public final class SegmentWriter implements AutoCloseable {

    private final PointWriter point;
    private final TypeHeader header;
    private final LineCutter cutter;
    private long count;
    private boolean done;

    SegmentWriter(PointWriter point, TypeHeader header, SegmentSink sink) {
        this.point = point;
        this.header = header;
        this.cutter =
                new LineCutter(
                        sink, header.segmentClass(), lines -> SegmentHeader.of(header, lines));
    }

    public ApiResource resource() {
        return header.resource();
    }

    /// Takes one object as the server sent it; line breaks between its tokens are left out.
    public void line(byte[] buffer, int offset, int length) {
        requireOpen();
        cutter.line(buffer, offset, length);
        count++;
    }

    /// How many lines there are so far.
    public long count() {
        return count;
    }

    /// Forgets everything, for a list that must begin again at another revision.
    public void restart() {
        requireOpen();
        cutter.discard();
        count = 0;
    }

    /// Ends the type: all its objects have been given.
    public void complete(Consistency consistency) {
        requireOpen();
        List<SegmentEntry> segments = cutter.finish();
        done = true;
        point.completed(new TypeEntry(header, consistency, count, segments));
    }

    @Override
    public void close() {
        if (!done) {
            done = true;
            cutter.discard();
            point.givenUp(resource());
        }
    }

    private void requireOpen() {
        if (done) {
            throw new IllegalStateException("the writer of " + resource() + " is closed");
        }
    }
}
