package io.sistership.restore;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Looks at something again and again until it is so, or a deadline has passed. Immutable.
record Waiting(Duration interval) {

    /// Whether it became so in time; it is looked at once at least.
    boolean until(Duration deadline, BooleanSupplier condition) {
        long end = System.nanoTime() + deadline.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end >= 0) {
                return false;
            }
            pause();
        }
        return true;
    }

    void pause() {
        try {
            Thread.sleep(interval);
        } catch (InterruptedException e) {
            throw Workers.interrupted(e);
        }
    }
}
