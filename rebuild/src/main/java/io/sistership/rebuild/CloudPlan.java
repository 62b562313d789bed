package io.sistership.rebuild;

import io.sistership.model.Action;
import io.sistership.model.Issue;
import java.util.List;

/// The cloud side of a plan: every step with what would be done, computed without a write.
///
/// What can't be known before is a symbol (`${cluster.endpoint}`): see [Symbols].
///
/// @param steps in an order in which they can be done
/// @param issues what blocks, and what a person should know
public record CloudPlan(RecoveryTarget target, List<CloudStep> steps, List<Issue> issues) {

    public CloudPlan {
        steps = List.copyOf(steps);
        issues = List.copyOf(issues);
    }

    /// The steps of a phase.
    public List<CloudStep> steps(StepKind.Phase phase) {
        return steps.stream().filter(step -> step.kind().phase() == phase).toList();
    }

    /// The steps that can't be done; while there is one, nothing is written.
    public List<CloudStep> blocked() {
        return steps.stream().filter(step -> step.action() instanceof Action.Blocked).toList();
    }
}
