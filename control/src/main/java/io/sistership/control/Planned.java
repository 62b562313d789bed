package io.sistership.control;

import io.sistership.model.Issue;
import java.util.List;

/// A plan, and what a person should know about it; whatever blocks refuses the recovery.
public record Planned(PlanReport report, List<Issue> issues) {

    public Planned {
        issues = List.copyOf(issues);
    }
}
