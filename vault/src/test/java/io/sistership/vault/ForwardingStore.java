package io.sistership.vault;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/// Passes everything on, after asking before each write.
abstract class ForwardingStore implements BlobStore {

    private final BlobStore store;

    ForwardingStore(BlobStore store) {
        this.store = store;
    }

    /// About to write or delete this key.
    abstract void writing(String key);

    @Override
    public InputStream get(String key) {
        return store.get(key);
    }

    @Override
    public Optional<Blob> head(String key) {
        return store.head(key);
    }

    @Override
    public String putNew(String key, byte[] content) {
        writing(key);
        return store.putNew(key, content);
    }

    @Override
    public String replace(String key, byte[] content, String expectedTag) {
        writing(key);
        return store.replace(key, content, expectedTag);
    }

    @Override
    public String put(String key, byte[] content) {
        writing(key);
        return store.put(key, content);
    }

    @Override
    public List<Blob> list(String prefix) {
        return store.list(prefix);
    }

    @Override
    public void delete(String key) {
        writing(key);
        store.delete(key);
    }

    @Override
    public String describe() {
        return store.describe();
    }
}
