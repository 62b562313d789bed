package io.sistership.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sistership.model.FailureKind;
import io.sistership.model.SistershipException;
import io.sistership.vault.Blob;
import io.sistership.vault.BlobStore;
import io.sistership.vault.DirectoryStore;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeaseTest {

    private static final String RECOVERY = "b9a9b79b81e101a7f3b2";
    private static final String KEY = "leases/" + RECOVERY + ".json";

    private final Clock clock = new Clock();
    @TempDir private Path directory;
    private DirectoryStore state = new DirectoryStore(Path.of(""));

    @BeforeEach
    void openState() {
        state = new DirectoryStore(directory);
    }

    @Test
    void the_second_run_is_refused_and_told_who_works() {
        try (var _ = take()) {
            assertThatThrownBy(this::take)
                    .isInstanceOfSatisfying(
                            SistershipException.class,
                            e -> {
                                assertThat(e.kind().exitCode()).isEqualTo(5);
                                assertThat(e.code()).isEqualTo("leased");
                                assertThat(e)
                                        .hasMessageStartingWith(
                                                "another run works on this recovery: process "
                                                        + ProcessHandle.current().pid()
                                                        + " on ")
                                        .hasMessageEndingWith(
                                                ", until 2026-11-23T10:01:00Z unless it goes on");
                            });
        }
    }

    @Test
    void a_lease_that_was_given_back_is_free() {
        take().close();

        assertThat(take()).isNotNull();
    }

    @Test
    void a_holder_that_renews_nothing_loses_it_when_its_term_ends_and_it_was_looked_at() {
        var dead = take();
        clock.now = clock.now.plus(Lease.TERM).plus(Duration.ofSeconds(1));

        try (var successor = take()) {
            assertThat(successor).isNotNull();
            assertThat(clock.paused).isEqualTo(Lease.WATCH);
            dead.close();
            assertThatThrownBy(this::take).isInstanceOf(SistershipException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-3600, 61, 3600})
    void a_holder_that_goes_on_keeps_it_whatever_the_other_clock_says(long ahead) {
        try (var living = take()) {
            clock.now = clock.now.plusSeconds(ahead);
            clock.whilePausing =
                    () -> {
                        clock.now = clock.now.minusSeconds(ahead);
                        living.renew();
                        clock.now = clock.now.plusSeconds(ahead);
                    };

            assertThatThrownBy(this::take)
                    .isInstanceOfSatisfying(
                            SistershipException.class,
                            e -> assertThat(e.code()).isEqualTo("leased"));
        }
    }

    @Test
    void of_a_process_that_is_gone_from_this_very_place_it_is_taken_at_once() throws Exception {
        var ended = new ProcessBuilder("true").start();
        ended.waitFor();
        hold(LeaseHolder.thisProcess(), ended.pid(), 0);

        take().close();

        assertThat(clock.paused).isZero();
    }

    @Test
    void of_a_process_whose_number_another_one_has_now_it_is_taken_at_once() {
        var me = LeaseHolder.thisProcess();
        hold(me, me.pid(), me.started() - 60_000);

        take().close();

        assertThat(clock.paused).isZero();
    }

    @Test
    void of_a_process_elsewhere_nothing_is_known() throws Exception {
        var ended = new ProcessBuilder("true").start();
        ended.waitFor();
        var me = LeaseHolder.thisProcess();
        hold(
                new LeaseHolder(me.run(), "process 7 on other", me.until(), "other", 0, 0),
                ended.pid(),
                0);

        assertThatThrownBy(this::take)
                .hasMessage(
                        "another run works on this recovery: process 7 on other, until"
                                + " 2026-11-23T10:01:00Z unless it goes on");
    }

    @Test
    void a_renewal_that_fails_for_once_is_made_at_the_next_turn() {
        var failing = new AtomicBoolean();
        var flaky = new FlakyStore(state, failing::get);
        try (var lease = Lease.take(flaky, RECOVERY, clock)) {
            var before = state.head(KEY).orElseThrow().tag();
            clock.now = clock.now.plusSeconds(20);
            failing.set(true);
            lease.renew();
            failing.set(false);
            assertThat(state.head(KEY).orElseThrow().tag()).isEqualTo(before);

            lease.renew();

            assertThat(LeaseHolder.read(state, KEY).until())
                    .isEqualTo(Instant.parse("2026-11-23T10:01:20Z"));
        }
    }

    @Test
    void work_whose_lease_was_taken_over_is_interrupted_and_says_by_whom() {
        try (var suspended = take()) {
            assertThatThrownBy(() ->
                            suspended.during(() -> {
                                clock.now = clock.now.plus(Lease.TERM).plusSeconds(1);
                                var successor = onAnotherThread(this::take);
                                clock.now = clock.now.plusSeconds(20);
                                suspended.renew();
                                assertThat(Thread.currentThread().isInterrupted()).isTrue();
                                assertThat(successor).isNotNull();
                                throw new IllegalStateException("the work was interrupted");
                            }))
                    .isInstanceOfSatisfying(
                            SistershipException.class,
                            e -> {
                                assertThat(e.kind().exitCode()).isEqualTo(6);
                                assertThat(e.code()).isEqualTo("lease-lost");
                            })
                    .hasMessageStartingWith(
                            "another run took over while this one could not renew its lease:"
                                    + " process ");
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }

    private static <T> T onAnotherThread(Callable<T> work) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.submit(work).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private void hold(LeaseHolder holder, long pid, long started) {
        var until = clock.now().plus(Lease.TERM);
        var held =
                new LeaseHolder(holder.run(), holder.host(), until, holder.place(), pid, started);
        state.putNew(KEY, held.bytes());
    }

    @Test
    void leases_of_other_recoveries_are_other_leases() {
        try (var _ = take();
                var other = Lease.take(state, "another", clock)) {
            assertThat(other).isNotNull();
        }
    }

    @Test
    void of_two_that_change_a_vault_the_second_is_refused() {
        try (var _ = Lease.ofVault(state, "shop", clock)) {
            assertThatThrownBy(() -> Lease.ofVault(state, "shop", clock))
                    .isInstanceOfSatisfying(
                            SistershipException.class,
                            e -> assertThat(e.kind().exitCode()).isEqualTo(5))
                    .hasMessageStartingWith(
                            "another run expires or protects points of shop: process ");
            Lease.ofVault(state, "other", clock).close();
        }
    }

    @Test
    void nothing_expires_while_a_recovery_works() {
        var recovery = take();

        assertThatThrownBy(() -> Lease.requireNoRecovery(state, clock))
                .isInstanceOfSatisfying(
                        SistershipException.class,
                        e -> assertThat(e.kind().exitCode()).isEqualTo(5))
                .hasMessageStartingWith(
                        "another run works on a recovery, which may need a point that has expired:"
                                + " process ");

        recovery.close();
        Lease.requireNoRecovery(state, clock);
    }

    private Lease take() {
        return Lease.take(state, RECOVERY, clock);
    }

    /// Pausing takes no time, and is counted.
    private static final class Clock implements LeaseTime {

        private Instant now = Instant.parse("2026-11-23T10:00:00Z");
        private Duration paused = Duration.ZERO;
        private Runnable whilePausing = () -> {};

        @Override
        public Instant now() {
            return now;
        }

        @Override
        public void pause(Duration length) {
            now = now.plus(length);
            paused = paused.plus(length);
            whilePausing.run();
        }
    }

    /// A bucket that doesn't take writes now and then.
    private record FlakyStore(BlobStore store, BooleanSupplier failing) implements BlobStore {

        @Override
        public String replace(String key, byte[] content, String expectedTag) {
            if (failing.getAsBoolean()) {
                throw new SistershipException(FailureKind.UNFINISHED, "aws", "SlowDown", "");
            }
            return store.replace(key, content, expectedTag);
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
        public String putNew(String key, byte[] content) {
            return store.putNew(key, content);
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
}
