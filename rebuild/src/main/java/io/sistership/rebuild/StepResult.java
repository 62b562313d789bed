package io.sistership.rebuild;

import io.sistership.model.Outcome;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// How a step ended.
///
/// @param symbols what only the made resource could tell, by [Symbols]' names; empty for most steps
public record StepResult(CloudStep step, Outcome outcome, Map<String, String> symbols) {

    public StepResult {
        symbols = Collections.unmodifiableMap(new TreeMap<>(symbols));
    }

    /// Whether what comes after may be done.
    public boolean isDone() {
        return switch (outcome) {
            case Outcome.Restored(), Outcome.AlreadyThere(), Outcome.Skipped _ -> true;
            case Outcome.Blocked _, Outcome.Failed _ -> false;
        };
    }
}
