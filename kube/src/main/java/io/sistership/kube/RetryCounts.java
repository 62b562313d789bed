package io.sistership.kube;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// How often requests were sent once more, by cause. Thread-safe.
public final class RetryCounts {

    private final Map<RetryCause, LongAdder> counts = new ConcurrentHashMap<>();

    void count(RetryCause cause) {
        counts.computeIfAbsent(cause, _ -> new LongAdder()).increment();
    }

    /// How often for this cause.
    public long of(RetryCause cause) {
        var count = counts.get(cause);
        return count == null ? 0 : count.sum();
    }

    /// All counts above zero.
    public Map<RetryCause, Long> byCause() {
        var map = new EnumMap<RetryCause, Long>(RetryCause.class);
        counts.forEach((cause, count) -> map.put(cause, count.sum()));
        return Collections.unmodifiableMap(map);
    }

    @Override
    public String toString() {
        return byCause().toString();
    }
}
