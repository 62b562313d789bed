package io.sistership.vault;

import io.sistership.model.ApiResource;
import io.sistership.model.ObjectKey;
import io.sistership.model.SegmentClass;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// A type as its base and what has changed since: the new list and the base's index are read side
/// by side, as two streams in the same order. Confined.
///
/// The order only keeps the delta small. In any order each line of the base is either kept, once,
/// for an equal line, or dropped, and each new line is either such an equal one or written.
final class DeltaLines implements TypeLines {

    private static final byte[] DROPPED = {'-'};
    private static final byte[] CHANGED = {'+'};

    private final TypeBase base;
    private final Supplier<BaseCursor> index;
    private final LineHash lineHash;
    private final LineHash deltaHash;
    private final LineCutter dropped;
    private final LineCutter changed;
    private BaseCursor cursor;
    private boolean empty = true;

    /// @param index reads the base's index from its beginning
    /// @param hash makes the epoch's hashes
    DeltaLines(
            TypeBase base, Supplier<BaseCursor> index, SegmentSink sink, Supplier<LineHash> hash) {
        var type = base.entry().resource();
        this.base = base;
        this.index = index;
        this.lineHash = hash.get();
        this.deltaHash = hash.get();
        this.dropped = cutter(type, sink, true);
        this.changed = cutter(type, sink, false);
        this.cursor = index.get();
    }

    private static LineCutter cutter(ApiResource type, SegmentSink sink, boolean dropped) {
        return new LineCutter(
                sink,
                SegmentClass.of(type),
                count ->
                        dropped
                                ? SegmentHeader.dropped(type, count)
                                : SegmentHeader.of(type, count));
    }

    @Override
    public void line(ObjectKey key, byte[] buffer, int offset, int length) {
        var hash = lineHash.of(buffer, offset, length);
        var name = WholeLines.IndexLines.key(key);
        while (cursor.present() && !cursor.hasHash(hash) && cursor.compareTo(name) < 0) {
            drop();
        }
        if (cursor.present() && cursor.hasHash(hash)) {
            cursor.advance();
            return;
        }
        if (cursor.present() && cursor.compareTo(name) == 0) {
            drop();
        }
        changed.line(buffer, offset, length);
        note(CHANGED, hash);
    }

    private void drop() {
        var ordinal = Integer.toString(cursor.ordinal()).getBytes(StandardCharsets.US_ASCII);
        dropped.line(ordinal, 0, ordinal.length);
        note(DROPPED, ordinal);
        cursor.advance();
    }

    /// Hashes have one length, and numbers no sign: the sequence can't be read in two ways.
    private void note(byte[] what, byte[] which) {
        deltaHash.update(what);
        deltaHash.update(which);
        empty = false;
    }

    @Override
    public void restart() {
        discard();
        deltaHash.text();
        empty = true;
        cursor = index.get();
    }

    @Override
    public void discard() {
        dropped.discard();
        changed.discard();
    }

    @Override
    public Finished finish() {
        while (cursor.present()) {
            drop();
        }
        var hash = deltaHash.text();
        if (empty) {
            return finished(new TypeContents.Whole(base.segments()), Optional.empty());
        }
        if (base.indexed().delta().equals(Optional.of(hash))) {
            discard();
            return finished(base.entry().contents(), Optional.of(hash));
        }
        List<SegmentEntry> gone = dropped.finish();
        return finished(
                new TypeContents.Delta(base.segments(), gone, changed.finish()), Optional.of(hash));
    }

    private Finished finished(TypeContents contents, Optional<String> hash) {
        return new Finished(contents, Optional.of(base.indexed().withDelta(hash)));
    }
}
