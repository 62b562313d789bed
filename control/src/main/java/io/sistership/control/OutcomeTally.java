package io.sistership.control;

import io.sistership.model.ObjectId;
import io.sistership.model.Outcome;
import io.sistership.restore.PlannedObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Counts how captured objects ended. Confined.
final class OutcomeTally {

    private final Map<String, Map<String, Long>> reasons = new TreeMap<>();
    private final List<RecoveryReport.Unfinished> unfinished = new ArrayList<>();

    void add(ObjectId object, Outcome outcome) {
        reasons.computeIfAbsent(outcome.label(), _ -> new TreeMap<>())
                .merge(outcome.detail(), 1L, Long::sum);
        if (outcome instanceof Outcome.Blocked || outcome instanceof Outcome.Failed) {
            unfinished.add(
                    new RecoveryReport.Unfinished(
                            object.toString(), outcome.label(), outcome.detail()));
        }
    }

    void blocked(PlannedObject object, String cause) {
        add(object.id(), new Outcome.Blocked(cause));
    }

    Map<String, Map<String, Long>> reasons() {
        return reasons;
    }

    Map<String, Long> totals() {
        var totals = new TreeMap<String, Long>();
        reasons.forEach((label, counts) ->
                totals.put(label, counts.values().stream().mapToLong(Long::longValue).sum()));
        return totals;
    }

    List<RecoveryReport.Unfinished> unfinished() {
        return unfinished;
    }

    /// The sum of all outcomes, which must be what the point holds: no object is dropped silently.
    long captured(long expected) {
        long sum = totals().values().stream().mapToLong(Long::longValue).sum();
        if (sum != expected) {
            throw new IllegalStateException(
                    "%d objects were captured, %d are accounted for".formatted(expected, sum));
        }
        return sum;
    }
}
