package io.sistership.restore;

import io.sistership.model.ObjectId;
import io.sistership.vault.BlobConflictException;
import io.sistership.vault.BlobStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// What a recovery has done so far, so that it goes on when it is killed anywhere: batches of at most
/// 500 lines under `journals/<recovery id>/objects/`, each written once.
///
/// What happened after the last batch is told by the marker that each written object carries (the
/// field manager `sistership:<recovery id>`). Thread-safe; one run at a time, by the lease.
public final class RestoreJournal {

    /// Outcomes in one batch, at most.
    static final int BATCH = 500;

    /// As many as keep the order of their names.
    private static final int LAST = 999_999;

    private final BlobStore state;
    private final String prefix;
    private final Map<ObjectId, JournalEntry> entries = new ConcurrentHashMap<>();
    private final List<JournalEntry> pending = new ArrayList<>();
    private int batches;

    private RestoreJournal(BlobStore state, String prefix) {
        this.state = state;
        this.prefix = prefix;
    }

    /// Reads what earlier runs of this recovery wrote.
    public static RestoreJournal open(BlobStore state, String recoveryId) {
        var journal = new RestoreJournal(state, "journals/" + recoveryId + "/objects/");
        for (var blob : state.list(journal.prefix)) {
            journal.read(blob.key());
            journal.batches = Math.max(journal.batches, journal.number(blob.key()) + 1);
        }
        return journal;
    }

    private void read(String key) {
        try (var reader =
                new BufferedReader(new InputStreamReader(state.get(key), StandardCharsets.UTF_8))) {
            reader.lines()
                    .map(JournalEntry::ofLine)
                    .forEach(entry -> entries.put(entry.id(), entry));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the journal's " + key + " in " + state.describe() + " can't be read", e);
        }
    }

    /// The last thing that was written of an object, in this run or an earlier one.
    Optional<JournalEntry> find(ObjectId id) {
        return Optional.ofNullable(entries.get(id));
    }

    /// Whether this recovery put, or found, exactly this object of the recovery cluster.
    boolean knows(ObjectId id, String uid) {
        return find(id).filter(entry -> entry.isThere() && entry.uid().equals(uid)).isPresent();
    }

    /// Takes an outcome; writes a batch when one is full. A line that says nothing new isn't written.
    void record(JournalEntry entry) {
        if (entry.equals(entries.put(entry.id(), entry))) {
            return;
        }
        Optional<Batch> full;
        synchronized (this) {
            pending.add(entry);
            full = pending.size() < BATCH ? Optional.empty() : Optional.of(take());
        }
        full.ifPresent(this::write);
    }

    /// Writes what hasn't been written yet, but for what others are just writing.
    void flush() {
        Batch rest;
        synchronized (this) {
            rest = take();
        }
        if (!rest.entries().isEmpty()) {
            write(rest);
        }
    }

    private record Batch(int number, List<JournalEntry> entries) {}

    /// Called by who holds the lock.
    private Batch take() {
        var batch = new Batch(batches, List.copyOf(pending));
        if (!pending.isEmpty()) {
            batches++;
            pending.clear();
        }
        return batch;
    }

    /// While one worker waits for the store, the others go on. The last batch of a run that was killed
    /// may arrive after this one has counted, and has its number then.
    private void write(Batch batch) {
        var text = new StringBuilder();
        batch.entries().forEach(entry -> text.append(entry.toLine()).append('\n'));
        var bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        for (int number = batch.number(); !wrote(number, bytes); ) {
            number = next();
        }
    }

    private boolean wrote(int number, byte[] bytes) {
        try {
            state.putNew(prefix + "%06d.ndjson".formatted(number), bytes);
            return true;
        } catch (BlobConflictException e) {
            if (number > LAST) {
                throw e;
            }
            return false;
        }
    }

    private synchronized int next() {
        return batches++;
    }

    private int number(String key) {
        return Integer.parseInt(key.substring(prefix.length(), key.lastIndexOf('.')));
    }
}
