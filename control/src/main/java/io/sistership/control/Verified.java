package io.sistership.control;

import io.sistership.model.Issue;
import java.util.List;

/// How the recovery cluster compares, and what a person should know.
public record Verified(VerifyReport report, List<Issue> issues) {

    public Verified {
        issues = List.copyOf(issues);
    }
}
