package io.sistership.control;

import io.sistership.model.Issue;
import java.util.List;

/// What an expiry did to each cluster's points, and what a person should know about them.
public record Expired(List<ExpiryReport> reports, List<Issue> issues) {

    public Expired {
        reports = List.copyOf(reports);
        issues = List.copyOf(issues);
    }
}
