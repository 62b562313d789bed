package io.sistership.cli;

import io.sistership.model.Issue;
import java.util.List;
import java.util.function.Consumer;

/// What a command found: the result for programs, how to show it to people, the issues, and how the
/// process ends.
///
/// @param result a record (or map) that becomes the `result` member of the JSON document
/// @param exitCode 0 done; 1 done, with issues or differences; 6 unfinished
/// @param text writes the result for people
record Answer(Object result, List<Issue> issues, int exitCode, Consumer<Screen> text) {

    Answer {
        issues = List.copyOf(issues);
    }
}
