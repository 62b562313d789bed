package io.sistership.model;

/// How many recovery points are kept in each tier.
public record Retention(int hourly, int daily, int monthly) {

    /// What applies where nothing is written.
    public static final Retention STANDARD = new Retention(24, 30, 12);

    public Retention {
        if (hourly < 0 || daily < 0 || monthly < 0) {
            throw new IllegalArgumentException("a retention tier is negative");
        }
    }
}
