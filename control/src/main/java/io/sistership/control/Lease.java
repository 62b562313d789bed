package io.sistership.control;

import io.sistership.model.FailureKind;
import io.sistership.model.SistershipException;
import io.sistership.vault.BlobConflictException;
import io.sistership.vault.BlobStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.json.JsonMapper;

/// The right to work on one recovery, or on one cluster's vault, held in the state bucket: of two
/// runs, one gets it and the other is told who has it. A holder that dies loses it after [#TERM].
///
/// Taken and renewed by conditional writes (S3 User Guide, "How to prevent object overwrites with
/// conditional writes").
final class Lease implements AutoCloseable {

    /// How long a lease holds without being renewed.
    static final Duration TERM = Duration.ofSeconds(60);

    private static final String RECOVERIES = "leases/";

    private static final JsonMapper JSON = new JsonMapper();

    /// @param until when the lease ends unless renewed
    record Holder(String run, String host, String until) {}

    private final BlobStore state;
    private final String key;
    private final String work;
    private final Holder holder;
    private final InstantSource clock;
    private final AtomicReference<String> tag;
    private final ScheduledExecutorService renewals;

    private Lease(BlobStore state, String key, String work, InstantSource clock) {
        this.state = state;
        this.key = key;
        this.work = work;
        this.holder = new Holder(UUID.randomUUID().toString(), host(), "");
        this.clock = clock;
        this.tag = new AtomicReference<>("");
        this.renewals =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("lease").factory());
    }

    /// Takes the lease of a recovery.
    ///
    /// @throws SistershipException (exit 5) naming the holder, where another run has it
    static Lease take(BlobStore state, String recoveryId, InstantSource clock) {
        return new Lease(state, RECOVERIES + recoveryId + ".json", "works on this recovery", clock)
                .taken();
    }

    /// Takes the lease of one cluster's vault, for whoever deletes or protects there.
    ///
    /// @throws SistershipException (exit 5) naming the holder, where another run has it
    static Lease ofVault(BlobStore state, String cluster, InstantSource clock) {
        var key = "expiry/" + cluster + "/lease.json";
        return new Lease(state, key, "expires or protects points of " + cluster, clock).taken();
    }

    /// Refuses (exit 5) while any recovery works: it may be reading a point that has expired.
    static void requireNoRecovery(BlobStore state, InstantSource clock) {
        for (var blob : state.list(RECOVERIES)) {
            var holder = read(state, blob.key());
            if (clock.instant().isBefore(Instant.parse(holder.until()))) {
                throw held(holder, "works on a recovery, which may need a point that has expired");
            }
        }
    }

    private Lease taken() {
        tag.set(acquire());
        long every = TERM.toMillis() / 3;
        var _ = renewals.scheduleAtFixedRate(this::renew, every, every, TimeUnit.MILLISECONDS);
        return this;
    }

    @Override
    public void close() {
        renewals.shutdownNow();
        try {
            // Ended, not deleted: a write under the old tag can't take away somebody else's lease.
            state.replace(key, content(Instant.EPOCH), tag.get());
        } catch (BlobConflictException _) {
            // Somebody took it over after our time was up; it is theirs now.
        }
    }

    private String acquire() {
        try {
            return state.putNew(key, content(end()));
        } catch (BlobConflictException _) {
            return takeOver();
        }
    }

    private String takeOver() {
        var found = state.head(key);
        if (found.isEmpty()) {
            return acquire();
        }
        var other = read(state, key);
        if (clock.instant().isBefore(Instant.parse(other.until()))) {
            throw held(other, work);
        }
        try {
            return state.replace(key, content(end()), found.get().tag());
        } catch (BlobConflictException _) {
            throw held(read(state, key), work);
        }
    }

    private void renew() {
        try {
            tag.set(state.replace(key, content(end()), tag.get()));
        } catch (BlobConflictException _) {
            renewals.shutdown();
        }
    }

    private Instant end() {
        return clock.instant().plus(TERM);
    }

    private byte[] content(Instant until) {
        return JSON.writeValueAsBytes(new Holder(holder.run(), holder.host(), until.toString()));
    }

    private static Holder read(BlobStore state, String key) {
        try (var in = state.get(key)) {
            return JSON.readValue(in, Holder.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SistershipException held(Holder other, String work) {
        return new SistershipException(
                FailureKind.REFUSED,
                "leased",
                "another run %s: %s, until %s unless it goes on"
                        .formatted(work, other.host(), other.until()),
                "Let it finish, or end it and run this again after that time.");
    }

    private static String host() {
        var host = System.getenv().getOrDefault("HOSTNAME", "unknown host");
        return "process " + ProcessHandle.current().pid() + " on " + host;
    }
}
