package io.sistership.vault;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Looks for line feeds and carriage returns, eight bytes at a time: every captured byte passes here.
final class LineBreaks {

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;

    private LineBreaks() {}

    /// The place of the next one; `end` where there is none.
    static int next(byte[] bytes, int from, int end) {
        var at = from;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            var found = found((long) LONG.get(bytes, at));
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        while (at < end && bytes[at] != '\n' && bytes[at] != '\r') {
            at++;
        }
        return at;
    }

    /// The high bit of each byte that is a break; beyond the lowest one it may be wrong.
    private static long found(long eight) {
        var feed = eight ^ ('\n' * EACH);
        var carriage = eight ^ ('\r' * EACH);
        return (((feed - EACH) & ~feed) | ((carriage - EACH) & ~carriage)) & HIGH;
    }
}
