package io.sistership.translate;

import io.sistership.model.Issue;
import java.util.List;

/// What translating one object came to.
///
/// @param edits on the captured bytes, free of overlaps
/// @param translations the same for people, the copies in the last applied configuration left out
/// @param issues what has no counterpart or too many (blocking), and what a person should know
public record Translated(List<Edit> edits, List<Translation> translations, List<Issue> issues) {

    public Translated {
        edits = List.copyOf(edits);
        translations = List.copyOf(translations);
        issues = List.copyOf(issues);
    }
}
