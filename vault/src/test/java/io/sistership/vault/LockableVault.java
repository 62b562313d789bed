package io.sistership.vault;

import io.sistership.model.Sha256;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// A vault in memory as S3 keeps one: every version with its time, deletions that only mark, and
/// locks in compliance mode. Thread-safe.
public final class LockableVault implements BlobStore, Versions {

    private final TreeMap<String, Deque<Version>> files = new TreeMap<>();
    private final List<String> writes = new ArrayList<>();
    private final InstantSource clock;
    private final Optional<Duration> retention;

    /// One version; a marker has no content.
    private static final class Version {
        private final String id;
        private final Optional<byte[]> content;
        private final Instant written;
        private final Optional<Instant> until;
        private boolean held;

        Version(String id, Optional<byte[]> content, Instant written, Optional<Instant> until) {
            this.id = id;
            this.content = content.map(byte[]::clone);
            this.written = written;
            this.until = until;
        }

        VersionLock lock() {
            return new VersionLock(until, held);
        }

        byte[] bytes() {
            return content.orElseThrow();
        }
    }

    /// @param retention how long whatever is put is locked; empty where the bucket has no lock
    public LockableVault(InstantSource clock, Optional<Duration> retention) {
        this.clock = clock;
        this.retention = retention;
    }

    /// Every key that was put, in order, again where it was put again.
    public synchronized List<String> writes() {
        return List.copyOf(writes);
    }

    /// The keys that a plain read finds.
    public synchronized List<String> keys() {
        return files.keySet().stream().filter(key -> latest(key).isPresent()).toList();
    }

    @Override
    public synchronized InputStream get(String key) {
        return new ByteArrayInputStream(
                latest(key)
                        .orElseThrow(() -> new BlobNotFoundException("vault", key, null))
                        .bytes());
    }

    @Override
    public synchronized Optional<Blob> head(String key) {
        return latest(key).map(version -> blob(key, version));
    }

    @Override
    public synchronized String putNew(String key, byte[] content) {
        if (latest(key).isPresent()) {
            throw new BlobConflictException("vault", key, null);
        }
        writes.add(key);
        add(key, Optional.of(content), retention.map(clock.instant()::plus));
        return Sha256.of(content).hex();
    }

    @Override
    public String replace(String key, byte[] content, String expectedTag) {
        throw new AssertionError("nothing in a vault is replaced: " + key);
    }

    @Override
    public String put(String key, byte[] content) {
        throw new AssertionError("nothing in a vault is overwritten: " + key);
    }

    @Override
    public synchronized List<Blob> list(String prefix) {
        return keys().stream()
                .filter(key -> key.startsWith(prefix))
                .map(key -> blob(key, latest(key).orElseThrow()))
                .toList();
    }

    /// As S3 does in a bucket with versions: it only puts a marker.
    @Override
    public synchronized void delete(String key) {
        if (latest(key).isPresent()) {
            add(key, Optional.empty(), Optional.empty());
        }
    }

    @Override
    public String describe() {
        return "vault";
    }

    @Override
    public synchronized List<StoredVersion> versions(String prefix) {
        var found = new ArrayList<StoredVersion>();
        files.forEach((key, all) -> {
            for (var version : all) {
                if (key.startsWith(prefix)) {
                    found.add(stored(key, version, version == all.peekFirst()));
                }
            }
        });
        return found;
    }

    @Override
    public synchronized Optional<VersionLock> delete(StoredVersion version) {
        var found = find(version);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        var lock = found.get().lock();
        if (lock.holds(clock.instant())) {
            return Optional.of(lock);
        }
        var all = files.computeIfAbsent(version.key(), _ -> new ArrayDeque<>());
        all.remove(found.get());
        if (all.isEmpty()) {
            files.remove(version.key());
        }
        return Optional.empty();
    }

    @Override
    public boolean lockable() {
        return retention.isPresent();
    }

    @Override
    public synchronized VersionLock lock(StoredVersion version) {
        return find(version).orElseThrow().lock();
    }

    @Override
    public synchronized void hold(StoredVersion version, boolean held) {
        if (!lockable()) {
            throw new AssertionError("the bucket has no lock");
        }
        find(version).orElseThrow().held = held;
    }

    private void add(String key, Optional<byte[]> content, Optional<Instant> until) {
        var all = files.computeIfAbsent(key, _ -> new ArrayDeque<>());
        all.addFirst(new Version("v" + (all.size() + 1), content, clock.instant(), until));
    }

    private Optional<Version> latest(String key) {
        return Optional.ofNullable(files.get(key))
                .map(Deque::peekFirst)
                .filter(version -> version.content.isPresent());
    }

    private Optional<Version> find(StoredVersion version) {
        return Optional.ofNullable(files.get(version.key())).stream()
                .flatMap(Deque::stream)
                .filter(each -> each.id.equals(version.version()))
                .findFirst();
    }

    private static Blob blob(String key, Version version) {
        return new Blob(key, version.bytes().length, Sha256.of(version.bytes()).hex());
    }

    private static StoredVersion stored(String key, Version version, boolean latest) {
        return new StoredVersion(
                key,
                version.id,
                version.content.map(bytes -> bytes.length).orElse(0),
                version.written,
                latest,
                version.content.isEmpty());
    }
}
