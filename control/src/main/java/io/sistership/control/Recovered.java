package io.sistership.control;

import io.sistership.model.Issue;
import java.util.List;

/// How a recovery ended, and what a person should know.
public record Recovered(RecoveryReport report, List<Issue> issues) {

    public Recovered {
        issues = List.copyOf(issues);
    }
}
