package io.sistership.rebuild;

import io.sistership.model.Issue;
import io.sistership.translate.Counterpart.Ambiguous;
import io.sistership.translate.Identifier;
import io.sistership.translate.JsonValue;

/// What is said of an identifier that can't be translated.
final class CounterpartIssues {

    private CounterpartIssues() {}

    static Issue missing(String where, JsonValue value, Identifier identifier) {
        return Issue.blocking(
                identifier.kind().code() + "-without-counterpart",
                where + " " + value.pointer(),
                identifier + " has no counterpart in the recovery environment",
                "make one of the same name or tags there, or name it under `counterparts:` in"
                        + " sistership.yaml: `"
                        + identifier.value()
                        + ": ...`");
    }

    static Issue several(
            String where, JsonValue value, Identifier identifier, Ambiguous candidates) {
        return Issue.blocking(
                identifier.kind().code() + "-with-several-counterparts",
                where + " " + value.pointer(),
                identifier
                        + " could be any of "
                        + String.join(", ", candidates.candidates())
                        + " ("
                        + candidates.how()
                        + ")",
                "name one of them under `counterparts:` in sistership.yaml: `"
                        + identifier.value()
                        + ": "
                        + candidates.candidates().getFirst()
                        + "`");
    }
}
