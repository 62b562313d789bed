package io.sistership.model;

import java.time.Duration;
import java.util.Collections;
import java.util.List;

/// How many recovery points are kept in each tier.
public record Retention(int hourly, int daily, int monthly) {

    /// What applies where nothing is written.
    public static final Retention STANDARD = new Retention(24, 30, 12);

    public Retention {
        if (hourly < 0 || daily < 0 || monthly < 0) {
            throw new IllegalArgumentException("a retention tier is negative");
        }
    }

    /// How long a point is kept at least that takes a place in each tier: in the longest of them, a
    /// month counting 31 days.
    public Duration longest() {
        return Collections.max(
                List.of(
                        Duration.ofHours(hourly),
                        Duration.ofDays(daily),
                        Duration.ofDays(31L * monthly)));
    }
}
