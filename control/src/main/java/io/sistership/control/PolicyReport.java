package io.sistership.control;

import io.sistership.capture.CapturePolicy;
import io.sistership.model.Application;
import io.sistership.model.Issue;
import io.sistership.model.TypeSelector;
import java.util.List;

/// The capture policy in force for an application. Nobody is asked for it.
///
/// @param leftOut what captures leave out
/// @param taken what they take though the standard leaves it out
public record PolicyReport(List<Row> leftOut, List<String> taken) {

    public PolicyReport {
        leftOut = List.copyOf(leftOut);
        taken = List.copyOf(taken);
    }

    /// One line of it.
    ///
    /// @param types `events`, `*.metrics.k8s.io`
    /// @param from `standard`, or `sistership.yaml`
    public record Row(String types, String from, String reason) {}

    /// The policy of an application.
    public static PolicyReport of(Application application) {
        var policy = policy(application);
        return new PolicyReport(
                policy.lines().stream().map(PolicyReport::row).toList(),
                policy.taken().stream().map(TypeSelector::toString).toList());
    }

    /// What a person should think over about it.
    public static List<Issue> issues(Application application) {
        return policy(application).warnings();
    }

    private static Row row(CapturePolicy.Line line) {
        return new Row(
                line.types(), line.configured() ? "sistership.yaml" : "standard", line.reason());
    }

    private static CapturePolicy policy(Application application) {
        return CapturePolicy.standard().with(application.capture());
    }
}
