package io.sistership.control;

import io.sistership.translate.Counterpart.Ambiguous;
import io.sistership.translate.Counterpart.Found;
import io.sistership.translate.Counterpart.Missing;
import io.sistership.translate.Questions.Asked;
import java.util.Comparator;
import java.util.List;

/// What a recovery of a cluster's newest point needs on the recovery side, and what is there.
///
/// @param point the recovery point that was looked at
/// @param environment account and region of the recovery side
/// @param identifiers everything of the primary environment that objects and documents name, what
///     has no counterpart first
public record CheckReport(
        String point, String cluster, String environment, List<IdentifierRow> identifiers) {

    public CheckReport {
        identifiers = List.copyOf(identifiers);
    }

    /// One identifier of the primary environment.
    ///
    /// @param kind what type of thing it names: `security group`
    /// @param uses how many places name it
    /// @param places the first of them, or all
    /// @param answer whether there is a counterpart: `missing`, `several` or `found`
    /// @param counterparts none, all candidates, or the one
    /// @param found how, for people; empty where there is none
    public record IdentifierRow(
            String kind,
            String identifier,
            long uses,
            List<String> places,
            String answer,
            List<String> counterparts,
            String found) {

        public IdentifierRow {
            places = List.copyOf(places);
            counterparts = List.copyOf(counterparts);
        }

        static IdentifierRow of(Asked asked) {
            return switch (asked.answer()) {
                case Missing() -> of(asked, "missing", List.of(), "");
                case Ambiguous(var candidates, var how) -> of(asked, "several", candidates, how);
                case Found(var value, var how) -> of(asked, "found", List.of(value), how);
            };
        }

        private static IdentifierRow of(
                Asked asked, String answer, List<String> counterparts, String how) {
            return new IdentifierRow(
                    asked.identifier().kind().words(),
                    asked.identifier().value(),
                    asked.count(),
                    asked.places(),
                    answer,
                    counterparts,
                    how);
        }
    }

    /// The rows of what was asked for, what a person has to mend first.
    static List<IdentifierRow> rows(List<Asked> asked) {
        return asked.stream()
                .sorted(Comparator.comparingInt(CheckReport::urgency))
                .map(IdentifierRow::of)
                .toList();
    }

    private static int urgency(Asked asked) {
        return switch (asked.answer()) {
            case Missing() -> 0;
            case Ambiguous _ -> 1;
            case Found _ -> 2;
        };
    }
}
