package io.sistership.bench;

import java.util.Arrays;
import java.util.Collection;

/// How long so many bytes took.
record Sample(long bytes, double seconds) {

    /// Seconds for each further byte, between a small and a large sample: b of `t = a + b·bytes`.
    static double slope(Sample small, Sample large) {
        return (large.seconds - small.seconds) / (large.bytes - small.bytes);
    }

    /// What the sample took beside its bytes: a of `t = a + b·bytes`.
    double constant(double slope) {
        return seconds - slope * bytes;
    }

    static double median(Collection<Double> values) {
        var sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
