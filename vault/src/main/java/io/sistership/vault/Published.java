package io.sistership.vault;

import io.sistership.model.Issue;
import java.util.List;

/// What came of publishing.
///
/// @param statement of the point that is now the newest accepted one
/// @param location where it lies in the vault
/// @param issues what a person should know about it
public record Published(Statement statement, PointLocation location, List<Issue> issues) {

    public Published {
        issues = List.copyOf(issues);
    }
}
