package io.sistership.control;

import io.sistership.model.Issue;
import java.util.List;

/// A plan, and what a person should know about it.
///
/// @param refused whether a recovery by this plan is refused: something blocks that nobody accepted
public record Planned(PlanReport report, List<Issue> issues, boolean refused) {

    public Planned {
        issues = List.copyOf(issues);
    }
}
