package io.sistership.vault;

import io.sistership.model.Sensitive;

/// A data key, plain for use now and wrapped for keeping. Closing it wipes the plain one.
public final class DataKey implements AutoCloseable {

    private final Sensitive plain;
    private final byte[] wrapped;

    public DataKey(Sensitive plain, byte[] wrapped) {
        this.plain = plain;
        this.wrapped = wrapped.clone();
    }

    public Sensitive plain() {
        return plain;
    }

    public byte[] wrapped() {
        return wrapped.clone();
    }

    @Override
    public void close() {
        plain.close();
    }
}
