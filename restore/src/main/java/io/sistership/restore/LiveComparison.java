package io.sistership.restore;

import io.sistership.model.Action;
import io.sistership.model.RestoreChoices;
import io.sistership.translate.Difference;
import java.util.List;
import java.util.stream.Collectors;

/// Decides about an object of which one with the same name is in the recovery cluster already.
/// Immutable.
final class LiveComparison {

    /// So many places are named in a message at most.
    private static final int NAMED = 5;

    /// Nothing can be written into it or beside it until it is gone.
    private static final String LEAVING =
            "exists: an object of this name is there, and being deleted";

    private final Expectations expectations;
    private final RestoreChoices choices;

    LiveComparison(Expectations expectations, RestoreChoices choices) {
        this.expectations = expectations;
        this.choices = choices;
    }

    /// @param wanted as it would be written
    /// @param ours whether this recovery put it there: what changed since is the cluster's life
    Action decide(ObjectView wanted, ObjectView live, boolean ours) {
        if (live.isBeingDeleted()) {
            return new Action.Blocked(LEAVING);
        }
        var rule = UpdateRules.find(wanted);
        if (rule.isPresent()) {
            return rule.get().whenThere(wanted, live);
        }
        if (ours) {
            return new Action.Adopt();
        }
        var differences = expectations.compare(wanted, live).unexplained();
        return differences.isEmpty()
                ? new Action.Adopt()
                : ExistingPolicies.action(choices, wanted)
                        .orElseGet(() -> new Action.Blocked(exists(differences)));
    }

    static String exists(List<Difference> differences) {
        var places =
                differences.stream()
                        .limit(NAMED)
                        .map(Difference::toString)
                        .collect(Collectors.joining(", "));
        var more =
                differences.size() > NAMED
                        ? " and %d more".formatted(differences.size() - NAMED)
                        : "";
        return "exists: another object of this name is there: " + places + more;
    }
}
