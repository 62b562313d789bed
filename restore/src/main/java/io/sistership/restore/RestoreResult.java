package io.sistership.restore;

import io.sistership.kube.RetryCause;
import io.sistership.model.Issue;
import io.sistership.model.ObjectId;
import io.sistership.model.Outcome;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// How every captured object ended. Immutable.
///
/// @param outcomes in the order of the plan; exactly one for each captured object
/// @param extraCalls writes beyond one for each object, by cause
/// @param issues what a person should know
public record RestoreResult(
        Map<ObjectId, Outcome> outcomes, Map<String, Long> extraCalls, List<Issue> issues) {

    public RestoreResult {
        outcomes = Collections.unmodifiableMap(new LinkedHashMap<>(outcomes));
        extraCalls = Map.copyOf(extraCalls);
        issues = List.copyOf(issues);
    }

    /// The same with the requests that the client sent once more.
    RestoreResult withRetries(Map<RetryCause, Long> retries) {
        var calls = new LinkedHashMap<>(extraCalls);
        long sum = retries.values().stream().mapToLong(Long::longValue).sum();
        if (sum > 0) {
            calls.merge("retry", sum, Long::sum);
        }
        return new RestoreResult(outcomes, calls, issues);
    }

    /// How many objects were captured: the sum of all totals.
    public long captured() {
        return outcomes.size();
    }

    /// By the outcome's label.
    public Map<String, Long> totals() {
        return outcomes.values().stream()
                .collect(
                        Collectors.groupingBy(Outcome::label, TreeMap::new, Collectors.counting()));
    }

    /// By label and then by reason, cause or message.
    public Map<String, Map<String, Long>> reasons() {
        return outcomes.values().stream()
                .filter(outcome -> !outcome.detail().isEmpty())
                .collect(
                        Collectors.groupingBy(
                                Outcome::label,
                                TreeMap::new,
                                Collectors.groupingBy(
                                        Outcome::detail, TreeMap::new, Collectors.counting())));
    }

    /// Whether nothing failed or was blocked.
    public boolean complete() {
        return outcomes.values().stream()
                .noneMatch(o -> o instanceof Outcome.Failed || o instanceof Outcome.Blocked);
    }
}
