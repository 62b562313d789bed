package io.sistership.kube;

import io.sistership.model.ObjectKey;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The stream that feeds a parser and remembers what it fed, from a chosen offset on. Confined.
final class FedBytes extends InputStream {

    private static final int FIRST = 64 * 1024;

    private final InputStream source;
    private byte[] bytes = new byte[FIRST];
    private long base; // offset in the stream of bytes[0]
    private int filled;
    private long kept; // nothing before this offset is needed any more
    private @Nullable IOException failure;
    private boolean ended;

    FedBytes(InputStream source) {
        this.source = source;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        try {
            var count = source.read(target, offset, length);
            if (count < 0) {
                ended = true;
                return count;
            }
            remember(target, offset, count);
            return count;
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    /// Why the source failed, if it did.
    Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    /// Whether the source has no more.
    boolean ended() {
        return ended;
    }

    /// Everything before this offset may be forgotten.
    void keepFrom(long offset) {
        kept = offset;
    }

    /// Hands over the bytes between two offsets, without line breaks.
    void handOver(long start, long end, ObjectKey key, ItemSink sink) {
        var from = Math.toIntExact(start - base);
        var length = withoutLineBreaks(from, Math.toIntExact(end - base));
        kept = end;
        sink.item(bytes, from, length, key);
    }

    /// Moves the bytes together in place and answers how many are left.
    private int withoutLineBreaks(int from, int to) {
        var at = from;
        while (at < to && bytes[at] != '\n' && bytes[at] != '\r') {
            at++;
        }
        var write = at;
        for (; at < to; at++) {
            if (bytes[at] != '\n' && bytes[at] != '\r') {
                bytes[write++] = bytes[at];
            }
        }
        return write - from;
    }

    private void remember(byte[] fed, int offset, int count) {
        if (filled + count > bytes.length) {
            forget();
        }
        if (filled + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, filled + count));
        }
        System.arraycopy(fed, offset, bytes, filled, count);
        filled += count;
    }

    private void forget() {
        var gone = Math.toIntExact(Math.min(kept - base, filled));
        System.arraycopy(bytes, gone, bytes, 0, filled - gone);
        base += gone;
        filled -= gone;
    }
}
