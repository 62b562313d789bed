package io.sistership.rebuild;

import io.sistership.cloud.Cloud;
import io.sistership.cloud.EksCluster;
import io.sistership.model.Action;
import io.sistership.model.Issue;
import io.sistership.translate.Counterparts;
import java.util.ArrayList;
import java.util.Optional;

/// Plans the cloud side of a recovery: which steps, with which requests, and what of it is there
/// already. Reads the recovery environment, writes nothing.
public final class CloudPlanner {

    private final RecoveryTarget target;
    private final Cloud recovery;
    private final Counterparts counterparts;

    /// A planner.
    ///
    /// @param recovery opened as the recovery access role
    /// @param counterparts as [RecoveryCounterparts#of] gives them
    public CloudPlanner(RecoveryTarget target, Cloud recovery, Counterparts counterparts) {
        this.target = target;
        this.recovery = recovery;
        this.counterparts = counterparts;
    }

    /// The steps for a surveyed cluster.
    public CloudPlan plan(SurveyedCloud surveyed) {
        var requests = new StepRequests(target, counterparts, surveyed);
        var steps = new ArrayList<CloudStep>();
        var issues = new ArrayList<Issue>();
        var existing = new ExistingSteps(target, recovery);
        var clusterIsOurs = false;
        for (var drafted : requests.all()) {
            var step = drafted.step();
            if (step.action() instanceof Action.Create) {
                // Parts of a cluster that isn't there, or is somebody else's, are none of ours.
                var look = step.kind() == StepKind.CLUSTER || clusterIsOurs;
                step = step.with(decide(drafted, look ? existing.decide(step) : step.action()));
            }
            clusterIsOurs |=
                    step.kind() == StepKind.CLUSTER && step.action() instanceof Action.Adopt;
            steps.add(step);
            issues.addAll(drafted.issues());
            blocked(step, drafted).ifPresent(issues::add);
        }
        issues.addAll(NotMadeAgain.issues(surveyed));
        return new CloudPlan(target, steps, issues);
    }

    // What is there decides first: a step that was done needs no counterpart any more.
    private static Action decide(StepRequests.Draft drafted, Action found) {
        return found instanceof Action.Create
                ? drafted.issues().stream()
                        .filter(Issue::blocks)
                        .findFirst()
                        .<Action>map(issue -> new Action.Blocked(issue.what()))
                        .orElse(found)
                : found;
    }

    // A block that no issue explains yet: the name is taken, or what is there has failed.
    private Optional<Issue> blocked(CloudStep step, StepRequests.Draft drafted) {
        if (!(step.action() instanceof Action.Blocked(var cause))
                || drafted.issues().stream().anyMatch(Issue::blocks)) {
            return Optional.empty();
        }
        return Optional.of(
                step.kind() == StepKind.CLUSTER
                        ? nameTaken(cause)
                        : Issue.blocking(
                                "step-blocked", step.resource(), cause, "delete it, or mend it"));
    }

    private Issue nameTaken(String cause) {
        return Issue.blocking(
                "target-name-taken",
                "cluster " + target.cluster() + " in " + target.recovery(),
                cause,
                "Recover under another name (--target), or take that cluster away yourself.");
    }

    /// The recovery cluster as it is now, if there is one and it is this recovery's.
    public Optional<EksCluster> cluster() {
        return new ExistingSteps(target, recovery)
                .cluster()
                .filter(cluster -> target.isOurs(cluster.tags()));
    }
}
