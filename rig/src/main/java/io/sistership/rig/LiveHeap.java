package io.sistership.rig;

import io.sistership.vault.Blob;
import io.sistership.vault.BlobStore;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.util.List;
import java.util.Optional;

/// A store that collects garbage before each blob is put and remembers the most that was alive
/// afterwards. That moment is the dearest one: a segment is in memory in full, compressed and
/// sealed, and the other types' lists go on beside it. Thread-safe.
public final class LiveHeap implements BlobStore {

    private final BlobStore store;
    private long peak;

    /// Measures at each blob that is put into a store.
    public LiveHeap(BlobStore store) {
        this.store = store;
    }

    /// The most bytes that were alive so far.
    public synchronized long peak() {
        return peak;
    }

    @Override
    public String putNew(String key, byte[] content) {
        measure();
        return store.putNew(key, content);
    }

    private synchronized void measure() {
        ManagementFactory.getMemoryMXBean().gc();
        var alive =
                ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getType() == MemoryType.HEAP)
                        .mapToLong(pool -> pool.getCollectionUsage().getUsed())
                        .sum();
        peak = Math.max(peak, alive);
    }

    @Override
    public InputStream get(String key) {
        return store.get(key);
    }

    @Override
    public Optional<Blob> head(String key) {
        return store.head(key);
    }

    @Override
    public String replace(String key, byte[] content, String expectedTag) {
        return store.replace(key, content, expectedTag);
    }

    @Override
    public String put(String key, byte[] content) {
        return store.put(key, content);
    }

    @Override
    public List<Blob> list(String prefix) {
        return store.list(prefix);
    }

    @Override
    public void delete(String key) {
        store.delete(key);
    }

    @Override
    public String describe() {
        return store.describe();
    }
}
