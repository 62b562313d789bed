package io.sistership.vault;

import io.sistership.model.Sha256;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// A store in memory with a bucket's conditional writes; it remembers the keys in the order in which
/// they were written. Thread-safe.
public final class InMemoryBlobStore implements BlobStore {

    private final TreeMap<String, byte[]> blobs = new TreeMap<>();
    private final List<String> writes = new ArrayList<>();
    private final String name;

    public InMemoryBlobStore(String name) {
        this.name = name;
    }

    /// The keys written so far, in order, replaced ones again.
    public synchronized List<String> writes() {
        return List.copyOf(writes);
    }

    /// All keys.
    public synchronized List<String> keys() {
        return List.copyOf(blobs.keySet());
    }

    /// A copy of a blob's content.
    public synchronized byte[] content(String key) {
        return require(key).clone();
    }

    @Override
    public synchronized InputStream get(String key) {
        return new ByteArrayInputStream(require(key));
    }

    @Override
    public synchronized Optional<Blob> head(String key) {
        return Optional.ofNullable(blobs.get(key)).map(content -> blob(key, content));
    }

    @Override
    public synchronized String putNew(String key, byte[] content) {
        if (blobs.containsKey(key)) {
            throw new BlobConflictException(name, key, null);
        }
        return put(key, content);
    }

    @Override
    public synchronized String replace(String key, byte[] content, String expectedTag) {
        if (!head(key).map(Blob::tag).equals(Optional.of(expectedTag))) {
            throw new BlobConflictException(name, key, null);
        }
        return put(key, content);
    }

    @Override
    public synchronized String put(String key, byte[] content) {
        blobs.put(key, content.clone());
        writes.add(key);
        return blob(key, content).tag();
    }

    @Override
    public synchronized List<Blob> list(String prefix) {
        return blobs.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .map(entry -> blob(entry.getKey(), entry.getValue()))
                .toList();
    }

    @Override
    public synchronized void delete(String key) {
        blobs.remove(key);
    }

    @Override
    public String describe() {
        return name;
    }

    private byte[] require(String key) {
        var content = blobs.get(key);
        if (content == null) {
            throw new BlobNotFoundException(name, key, null);
        }
        return content;
    }

    private static Blob blob(String key, byte[] content) {
        return new Blob(key, content.length, Sha256.of(content).hex());
    }
}
