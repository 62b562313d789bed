package io.sistership.control;

import io.sistership.model.FailureKind;
import io.sistership.model.SistershipException;
import io.sistership.vault.BlobConflictException;
import io.sistership.vault.BlobStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// The right to work on one recovery, or on one cluster's vault, held in the state bucket: of two
/// runs, one gets it and the other is told who has it.
///
/// A holder renews it three times a [#TERM]. Of one that died, the next run takes it over: at once
/// where it can see that the process is gone; else once the term has passed and nobody has renewed it
/// while the run looked on, which holds whatever the two clocks say (docs/adr/106-leases.md).
///
/// Taken and renewed by conditional writes (S3 User Guide, "How to prevent object overwrites with
/// conditional writes"). Confined to the thread that took it.
final class Lease implements AutoCloseable {

    /// How long a lease holds without being renewed.
    static final Duration TERM = Duration.ofSeconds(60);

    /// How often it is renewed.
    static final Duration RENEWAL = TERM.dividedBy(3);

    /// How long a lease whose term has passed is looked at, before it is taken over.
    static final Duration WATCH = RENEWAL.plusSeconds(5);

    private static final String RECOVERIES = "leases/";

    private final BlobStore state;
    private final String key;
    private final String work;
    private final LeaseHolder holder = LeaseHolder.thisProcess();
    private final LeaseTime time;
    private final Thread owner = Thread.currentThread();
    private final AtomicReference<String> tag = new AtomicReference<>("");
    private final AtomicBoolean lost = new AtomicBoolean();
    private final ScheduledExecutorService renewals =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("lease").factory());

    private Lease(BlobStore state, String key, String work, LeaseTime time) {
        this.state = state;
        this.key = key;
        this.work = work;
        this.time = time;
    }

    /// Takes the lease of a recovery.
    ///
    /// @throws SistershipException (exit 5) naming the holder, where another run has it
    static Lease take(BlobStore state, String recoveryId, LeaseTime time) {
        return new Lease(state, RECOVERIES + recoveryId + ".json", "works on this recovery", time)
                .taken();
    }

    /// Takes the lease of one cluster's vault, for whoever deletes or protects there.
    ///
    /// @throws SistershipException (exit 5) naming the holder, where another run has it
    static Lease ofVault(BlobStore state, String cluster, LeaseTime time) {
        var key = "expiry/" + cluster + "/lease.json";
        return new Lease(state, key, "expires or protects points of " + cluster, time).taken();
    }

    /// Refuses (exit 5) while any recovery works: it may be reading a point that has expired.
    static void requireNoRecovery(BlobStore state, LeaseTime time) {
        for (var blob : state.list(RECOVERIES)) {
            living(state, blob.key(), time)
                    .ifPresent(holder -> {
                        throw held(
                                holder,
                                "works on a recovery, which may need a point that has expired");
                    });
        }
    }

    private Lease taken() {
        tag.set(acquire());
        scheduleRenewals();
        return this;
    }

    /// Does the work that the lease is for. Where another run takes the lease over meanwhile (this one
    /// was suspended, or cut off), the work is interrupted.
    ///
    /// @throws SistershipException (exit 6) where the lease was lost before the work's end
    <T> T during(Supplier<T> leased) {
        try {
            return leased.get();
        } catch (RuntimeException e) {
            throw lost.get() ? lost(e) : e;
        } finally {
            if (lost.get()) {
                Thread.interrupted(); // it was the lease's, and it has been heard
            }
        }
    }

    private SistershipException lost(RuntimeException cause) {
        return new SistershipException(
                FailureKind.UNFINISHED,
                "lease-lost",
                "another run took over while this one could not renew its lease: "
                        + LeaseHolder.read(state, key).host(),
                "Let it finish. What this run did is in the journal; it is not done twice.",
                cause);
    }

    @Override
    public void close() {
        renewals.shutdownNow();
        try {
            // Ended, not deleted: a write under the old tag can't take away somebody else's lease.
            state.replace(key, holder.until(Instant.EPOCH).bytes(), tag.get());
        } catch (BlobConflictException _) {
            // Somebody took it over after our time was up; it is theirs now.
        } catch (SistershipException _) {
            // It ends by itself. What was done under it was done, and is to be reported.
        }
    }

    private String acquire() {
        try {
            return state.putNew(key, holder.until(end()).bytes());
        } catch (BlobConflictException _) {
            return takeOver();
        }
    }

    private String takeOver() {
        var found = state.head(key);
        if (found.isEmpty()) {
            return acquire();
        }
        living(state, key, time)
                .ifPresent(other -> {
                    throw held(other, work);
                });
        try {
            return state.replace(key, holder.until(end()).bytes(), found.get().tag());
        } catch (BlobConflictException _) {
            throw held(LeaseHolder.read(state, key), work);
        }
    }

    /// Who holds the lease and lives, as far as can be told.
    private static Optional<LeaseHolder> living(BlobStore state, String key, LeaseTime time) {
        var found = state.head(key);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        var holder = LeaseHolder.read(state, key);
        if (holder.isOver() || holder.isGone()) {
            return Optional.empty();
        }
        var left = Duration.between(time.now(), holder.until());
        // More than a term is left only where the two clocks differ: then they tell nothing.
        var believable = left.isPositive() && left.compareTo(TERM) <= 0;
        return believable || isRenewed(state, key, found.get().tag(), time)
                ? Optional.of(LeaseHolder.read(state, key)).filter(it -> !it.isOver())
                : Optional.empty();
    }

    private static boolean isRenewed(BlobStore state, String key, String tag, LeaseTime time) {
        try {
            for (var waited = Duration.ZERO;
                    waited.compareTo(WATCH) < 0;
                    waited = waited.plusSeconds(1)) {
                time.pause(Duration.ofSeconds(1));
                if (state.head(key).filter(now -> now.tag().equals(tag)).isEmpty()) {
                    return true;
                }
            }
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while watching a lease", e);
        }
    }

    private void scheduleRenewals() {
        long every = RENEWAL.toMillis();
        var _ = renewals.scheduleAtFixedRate(this::renew, every, every, TimeUnit.MILLISECONDS);
    }

    /// A renewal that fails for another reason than a successor's is tried again at the next turn.
    void renew() {
        try {
            tag.set(state.replace(key, holder.until(end()).bytes(), tag.get()));
        } catch (BlobConflictException _) {
            renewals.shutdown();
            lost.set(true);
            owner.interrupt();
        } catch (SistershipException _) {
            // The bucket didn't answer: two more turns come before the term ends.
        }
    }

    private Instant end() {
        return time.now().plus(TERM);
    }

    private static SistershipException held(LeaseHolder other, String work) {
        return new SistershipException(
                FailureKind.REFUSED,
                "leased",
                "another run %s: %s, until %s unless it goes on"
                        .formatted(work, other.host(), other.until()),
                "Let it finish, or end it and run this again after that time.");
    }
}
