package io.sistership.control;

import io.sistership.restore.WorkloadReadiness;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Whether what was recovered works: rollouts, claims, webhooks, API services.
///
/// @param ready how many objects are ready, by kind
/// @param unready the others
/// @param waitedMillis for how long it was looked at
public record ReadinessReport(Map<String, Long> ready, List<Unready> unready, long waitedMillis) {

    /// Where nobody looked: there is no cluster, or it was lost.
    static final ReadinessReport NONE = new ReadinessReport(Map.of(), List.of(), 0);

    /// An object that isn't ready.
    ///
    /// @param before whether it was when it was captured: `ready`, `not ready` or `unknown`
    public record Unready(String object, String why, String before) {

        /// Whether it wasn't like this already.
        public boolean broken() {
            return !before.equals(NOT_READY);
        }
    }

    private static final String NOT_READY = "not ready";

    static ReadinessReport of(WorkloadReadiness readiness) {
        return new ReadinessReport(
                new TreeMap<>(readiness.ready()),
                readiness.unready().stream()
                        .map(each ->
                                new Unready(each.id().toString(), each.why(), word(each.before())))
                        .toList(),
                readiness.waited().toMillis());
    }

    private static String word(WorkloadReadiness.Before before) {
        return switch (before) {
            case READY -> "ready";
            case NOT_READY -> NOT_READY;
            case UNKNOWN -> "unknown";
        };
    }

    /// Whether everything works that did when it was captured.
    public boolean asCaptured() {
        return unready.stream().noneMatch(Unready::broken);
    }
}
