package io.sistership.control;

import io.sistership.model.Issue;
import java.util.List;

/// A published recovery point, and what a person should know about it.
public record Captured(CaptureReport report, List<Issue> issues) {

    public Captured {
        issues = List.copyOf(issues);
    }
}
