package io.sistership.restore;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class WorkersTest {

    @Test
    void what_a_task_threw_is_thrown_once_and_nothing_more_is_started() {
        assertThatThrownBy(
                        () -> {
                            try (var workers = new Workers(1)) {
                                workers.run(() -> {
                                    throw new IllegalStateException("lost");
                                });
                                workers.run(() -> {
                                    throw new AssertionError("started");
                                });
                            }
                        })
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("lost")
                .hasNoSuppressedExceptions();
    }

    @Test
    void what_the_last_task_threw_is_thrown_at_the_end() {
        assertThatThrownBy(
                        () -> {
                            try (var workers = new Workers(2)) {
                                workers.run(() -> {
                                    throw new IllegalStateException("lost");
                                });
                            }
                        })
                .hasMessage("lost");
    }
}
