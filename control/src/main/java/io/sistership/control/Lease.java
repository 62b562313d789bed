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

/// The right to work on one recovery, held in the state bucket: of two runs, one gets it and the
/// other is told who has it. A holder that dies loses it after [#TERM].
///
/// Taken and renewed by conditional writes (S3 User Guide, "How to prevent object overwrites with
/// conditional writes").
final class Lease implements AutoCloseable {

    /// How long a lease holds without being renewed.
    static final Duration TERM = Duration.ofSeconds(60);

    private static final JsonMapper JSON = new JsonMapper();

    /// @param until when the lease ends unless renewed
    record Holder(String run, String host, String until) {}

    private final BlobStore state;
    private final String key;
    private final Holder holder;
    private final InstantSource clock;
    private final AtomicReference<String> tag;
    private final ScheduledExecutorService renewals;

    private Lease(BlobStore state, String key, Holder holder, InstantSource clock, String tag) {
        this.state = state;
        this.key = key;
        this.holder = holder;
        this.clock = clock;
        this.tag = new AtomicReference<>(tag);
        this.renewals =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("lease").factory());
    }

    /// Takes the lease of a recovery.
    ///
    /// @throws SistershipException (exit 5) naming the holder, where another run has it
    static Lease take(BlobStore state, String recoveryId, InstantSource clock) {
        var key = "leases/" + recoveryId + ".json";
        var holder = new Holder(UUID.randomUUID().toString(), host(), "");
        var lease = new Lease(state, key, holder, clock, "");
        lease.tag.set(lease.acquire());
        long every = TERM.toMillis() / 3;
        var _ =
                lease.renewals.scheduleAtFixedRate(
                        lease::renew, every, every, TimeUnit.MILLISECONDS);
        return lease;
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
        var other = read();
        if (clock.instant().isBefore(Instant.parse(other.until()))) {
            throw held(other);
        }
        try {
            return state.replace(key, content(end()), found.get().tag());
        } catch (BlobConflictException _) {
            throw held(read());
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

    private Holder read() {
        try (var in = state.get(key)) {
            return JSON.readValue(in, Holder.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SistershipException held(Holder other) {
        return new SistershipException(
                FailureKind.REFUSED,
                "leased",
                "another run works on this recovery: %s, until %s unless it goes on"
                        .formatted(other.host(), other.until()),
                "Let it finish, or end it and run this again after that time.");
    }

    private static String host() {
        var host = System.getenv().getOrDefault("HOSTNAME", "unknown host");
        return "process " + ProcessHandle.current().pid() + " on " + host;
    }
}
