package io.sistership.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sistership.model.SistershipException;
import io.sistership.vault.DirectoryStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseTest {

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-23T10:00:00Z"));
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
    void a_holder_that_died_loses_it_when_its_term_ends() {
        var dead = take();
        now.set(now.get().plus(Lease.TERM).plus(Duration.ofSeconds(1)));

        try (var successor = take()) {
            assertThat(successor).isNotNull();
            dead.close();
            assertThatThrownBy(this::take).isInstanceOf(SistershipException.class);
        }
    }

    @Test
    void leases_of_other_recoveries_are_other_leases() {
        try (var _ = take();
                var other = Lease.take(state, "another", now::get)) {
            assertThat(other).isNotNull();
        }
    }

    @Test
    void of_two_that_change_a_vault_the_second_is_refused() {
        try (var _ = Lease.ofVault(state, "shop", now::get)) {
            assertThatThrownBy(() -> Lease.ofVault(state, "shop", now::get))
                    .isInstanceOfSatisfying(
                            SistershipException.class,
                            e -> assertThat(e.kind().exitCode()).isEqualTo(5))
                    .hasMessageStartingWith(
                            "another run expires or protects points of shop: process ");
            Lease.ofVault(state, "other", now::get).close();
        }
    }

    @Test
    void nothing_expires_while_a_recovery_works() {
        var recovery = take();

        assertThatThrownBy(() -> Lease.requireNoRecovery(state, now::get))
                .isInstanceOfSatisfying(
                        SistershipException.class,
                        e -> assertThat(e.kind().exitCode()).isEqualTo(5))
                .hasMessageStartingWith(
                        "another run works on a recovery, which may need a point that has expired:"
                                + " process ");

        recovery.close();
        Lease.requireNoRecovery(state, now::get);
    }

    private Lease take() {
        return Lease.take(state, "b9a9b79b81e101a7f3b2", now::get);
    }
}
