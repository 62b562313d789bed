package io.sistership.translate;

import java.util.List;

/// The answer to the question what stands for an identifier on the recovery side.
public sealed interface Counterpart {

    /// Exactly one.
    ///
    /// @param value in the same form as the identifier asked for
    /// @param how how it was found, for people: `the same name`
    record Found(String value, String how) implements Counterpart {}

    /// None that is known here.
    record Missing() implements Counterpart {}

    /// More than one: a person has to choose.
    record Ambiguous(List<String> candidates, String how) implements Counterpart {

        public Ambiguous {
            candidates = List.copyOf(candidates);
            if (candidates.size() < 2) {
                throw new IllegalArgumentException("fewer than two candidates: " + candidates);
            }
        }
    }
}
