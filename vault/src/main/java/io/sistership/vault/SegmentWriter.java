package io.sistership.vault;

import io.sistership.model.ApiResource;
import io.sistership.model.ObjectKey;

/// Takes the objects of one type, line by line, into sealed segments of the outbox.
///
/// Confined to one thread; several writers of a point may work at once. What a writer holds in
/// memory is one segment, compressed, while it is being filled or sealed. A writer that is closed
/// before [#complete(Consistency)] takes back what it wrote.
public final class SegmentWriter implements AutoCloseable {

    private final PointWriter point;
    private final TypeHeader header;
    private final TypeLines lines;
    private long count;
    private boolean done;

    SegmentWriter(PointWriter point, TypeHeader header, TypeLines lines) {
        this.point = point;
        this.header = header;
        this.lines = lines;
    }

    public ApiResource resource() {
        return header.resource();
    }

    /// Takes one object as the server sent it; line breaks between its tokens are left out.
    ///
    /// @throws IndexDamagedException if the point has to begin again
    public void line(ObjectKey key, byte[] buffer, int offset, int length) {
        requireOpen();
        lines.line(key, buffer, offset, length);
        count++;
    }

    /// How many lines there are so far.
    public long count() {
        return count;
    }

    /// Forgets everything, for a list that must begin again at another revision.
    public void restart() {
        requireOpen();
        lines.restart();
        count = 0;
    }

    /// Ends the type: all its objects have been given.
    public void complete(Consistency consistency) {
        requireOpen();
        var finished = lines.finish();
        done = true;
        point.completed(
                new TypeEntry(header, consistency, count, finished.contents()), finished.indexed());
    }

    @Override
    public void close() {
        if (!done) {
            done = true;
            lines.discard();
            point.givenUp(resource());
        }
    }

    private void requireOpen() {
        if (done) {
            throw new IllegalStateException("the writer of " + resource() + " is closed");
        }
    }
}
