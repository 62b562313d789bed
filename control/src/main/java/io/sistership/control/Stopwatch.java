package io.sistership.control;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/// How long each phase of a run took. Confined to one thread.
final class Stopwatch {

    private final Map<String, Long> millis = new LinkedHashMap<>();

    /// Does the work and adds its time to the phase.
    <T> T time(String phase, Supplier<T> work) {
        long began = System.nanoTime();
        try {
            return work.get();
        } finally {
            millis.merge(phase, Duration.ofNanos(System.nanoTime() - began).toMillis(), Long::sum);
        }
    }

    /// Milliseconds by phase, in the order in which they began.
    Map<String, Long> millis() {
        return Collections.unmodifiableMap(new LinkedHashMap<>(millis));
    }
}
