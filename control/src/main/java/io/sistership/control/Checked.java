package io.sistership.control;

import io.sistership.model.Issue;
import java.util.List;

/// What a check of one cluster found; whatever blocks would refuse its recovery.
public record Checked(CheckReport report, List<Issue> issues) {

    public Checked {
        issues = List.copyOf(issues);
    }
}
