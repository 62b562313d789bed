package io.sistership.vault;

import io.airlift.compress.v3.zstd.ZstdCompressor;
import io.airlift.compress.v3.zstd.ZstdJavaCompressor;
import io.airlift.compress.v3.zstd.ZstdNativeCompressor;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;

/// Gathers lines and compresses them as they come, as a row of zstd frames of at most 256 KiB plain
/// each: what is held is one plain chunk and what it all compressed to. Confined.
///
/// A chunk of that size is still in the processor's cache when it is compressed.
///
/// Frames in a row are a valid zstd file (RFC 8878, section 3).
final class LineCompressor {

    private static final int FIRST_CHUNK = 16 << 10;
    private static final int CHUNK = 256 << 10;
    private static final int FASTEST = 1;

    private final ZstdCompressor zstd = compressor();
    private final ArrayDeque<byte[]> frames = new ArrayDeque<>();
    private byte[] chunk = new byte[FIRST_CHUNK];
    private byte[] frame = {};
    private int filled;
    private long plain;
    private int compressed;

    /// How many plain bytes there are so far.
    long plain() {
        return plain;
    }

    /// How many bytes the frames have so far; the last chunk isn't among them until the end.
    int compressed() {
        return compressed;
    }

    void write(byte[] buffer, int offset, int length) {
        plain += length;
        int from = offset;
        int end = offset + length;
        while (from < end) {
            makeRoom(end - from);
            int part = Math.min(end - from, chunk.length - filled);
            System.arraycopy(buffer, from, chunk, filled, part);
            filled += part;
            from += part;
        }
    }

    /// Compresses what is left; nothing may be written afterwards.
    void finish() {
        flush();
    }

    /// Hands all frames over; each is forgotten once it is written.
    void drainTo(OutputStream out) throws IOException {
        for (var next = frames.poll(); next != null; next = frames.poll()) {
            out.write(next);
        }
    }

    /// The reference implementation where the library brings it for this platform: on API objects its
    /// fastest level is as small as the library's Java one, at a seventh of the time (ADR 085).
    private static ZstdCompressor compressor() {
        return ZstdNativeCompressor.isEnabled()
                ? new ZstdNativeCompressor(FASTEST)
                : new ZstdJavaCompressor();
    }

    static byte[] frame(byte[] plain) {
        var zstd = compressor();
        var out = new byte[zstd.maxCompressedLength(plain.length)];
        return Arrays.copyOf(out, zstd.compress(plain, 0, plain.length, out, 0, out.length));
    }

    /// Most types are small: the chunk grows with them, and is compressed once it has its full size.
    private void makeRoom(int wanted) {
        if (filled + wanted > chunk.length && chunk.length < CHUNK) {
            int grown = Math.max(chunk.length * 2, Math.min(filled + wanted, CHUNK));
            chunk = Arrays.copyOf(chunk, Math.min(grown, CHUNK));
        }
        if (filled == chunk.length) {
            flush();
        }
    }

    private void flush() {
        if (filled == 0) {
            return;
        }
        int most = zstd.maxCompressedLength(filled);
        if (frame.length < most) {
            frame = new byte[most];
        }
        int length = zstd.compress(chunk, 0, filled, frame, 0, frame.length);
        frames.add(Arrays.copyOf(frame, length));
        compressed += length;
        filled = 0;
    }
}
