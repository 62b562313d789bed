package io.sistership.model;

import java.util.Arrays;

/// Bytes that must not be printed: a token, a data key, a Secret's value.
///
/// Its `toString` is constant and it isn't serialisable, so that a careless log line shows nothing.
/// Confined to the code that needs the bytes; call [#close()] to wipe them.
public final class Sensitive implements AutoCloseable {

    private final byte[] bytes;

    private Sensitive(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Takes a copy of the bytes.
    public static Sensitive copyOf(byte[] bytes) {
        return new Sensitive(bytes.clone());
    }

    /// The bytes themselves, not a copy: valid until [#close()].
    public byte[] reveal() {
        return bytes;
    }

    @Override
    public void close() {
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public String toString() {
        return "(sensitive)";
    }
}
