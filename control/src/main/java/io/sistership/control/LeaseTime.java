package io.sistership.control;

import java.time.Duration;
import java.time.Instant;

/// The time that leases need; another one in tests.
interface LeaseTime {

    /// The machine's.
    LeaseTime SYSTEM =
            new LeaseTime() {
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
