package io.sistership.rig;

import io.sistership.vault.BlobStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/// Lays other bytes over a file, or takes it away, as the owner of an account can: a versioned bucket
/// keeps the old version, but what is read is the newest one. Put back afterwards.
record Tampering(BlobStore store, String key, Optional<byte[]> other) {

    static Tampering flipped(BlobStore store, String key, int position) {
        var content = read(store, key);
        content[position] ^= 1;
        return new Tampering(store, key, Optional.of(content));
    }

    static Tampering removed(BlobStore store, String key) {
        return new Tampering(store, key, Optional.empty());
    }

    static Tampering replaced(BlobStore store, String key, byte[] content) {
        return new Tampering(store, key, Optional.of(content));
    }

    void during(Runnable work) {
        var content = read(store, key);
        store.delete(key);
        other.ifPresent(bytes -> store.putNew(key, bytes));
        try {
            work.run();
        } finally {
            store.delete(key);
            store.putNew(key, content);
        }
    }

    static byte[] read(BlobStore store, String key) {
        try (var in = store.get(key)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
