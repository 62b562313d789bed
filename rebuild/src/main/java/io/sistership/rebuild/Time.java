package io.sistership.rebuild;

import java.time.Duration;
import java.time.Instant;

/// The time that waiting needs; another one in tests.
interface Time {

    /// The machine's.
    Time SYSTEM =
            new Time() {
                @Override
                public Instant now() {
                    return Instant.now();
                }

                @Override
                public void pause(Duration length) throws InterruptedException {
                    Thread.sleep(length);
                }
            };

    Instant now();

    void pause(Duration length) throws InterruptedException;
}
