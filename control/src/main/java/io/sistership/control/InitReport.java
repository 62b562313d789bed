package io.sistership.control;

import io.sistership.model.Issue;
import java.util.List;

/// What `init` did, and what a person does next.
///
/// @param done what is there now
/// @param next the commands to run next, in order
public record InitReport(String file, List<String> done, List<String> next, List<Issue> issues) {}
