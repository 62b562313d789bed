package io.sistership.rebuild;

import io.sistership.aws.AwsException;
import io.sistership.aws.AwsProblem;
import io.sistership.cloud.Cloud;
import io.sistership.cloud.EksWriter;
import io.sistership.model.Action;
import io.sistership.model.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Does one step of a plan at a time: makes what isn't there, continues what was begun, waits until
/// it is active. A step that was done already ends well without a write. Thread-safe.
public final class CloudRebuilder {

    private final RecoveryTarget target;
    private final Cloud recovery;
    private final EksWriter asDelegate;
    private final Activation activation;

    /// A rebuilder.
    ///
    /// @param recovery opened as the recovery access role
    /// @param asDelegate opened as the recovery delegate, for clusters without access entries
    public CloudRebuilder(
            RecoveryTarget target, Cloud recovery, EksWriter asDelegate, Patience patience) {
        this(target, recovery, asDelegate, patience, Time.SYSTEM);
    }

    CloudRebuilder(
            RecoveryTarget target,
            Cloud recovery,
            EksWriter asDelegate,
            Patience patience,
            Time time) {
        this.target = target;
        this.recovery = recovery;
        this.asDelegate = asDelegate;
        this.activation = new Activation(new ExistingSteps(target, recovery), patience, time);
    }

    /// Does a step.
    ///
    /// @throws AwsException where AWS can't be asked at all; what it refuses is an outcome
    public StepResult run(CloudStep step, StepJournal journal) {
        var result = result(step, journal);
        journal.ended(result);
        return result;
    }

    private StepResult result(CloudStep step, StepJournal journal) {
        return switch (step.action()) {
            case Action.Skip(var reason) -> ended(step, new Outcome.Skipped(reason));
            case Action.Blocked(var cause) -> ended(step, new Outcome.Blocked(cause));
            case Action.Create(), Action.Adopt(), Action.Update _, Action.Recreate _ ->
                    made(step, journal);
        };
    }

    // What is there now decides, not what the plan saw: another run may have been killed since.
    private StepResult made(CloudStep step, StepJournal journal) {
        return switch (new ExistingSteps(target, recovery).decide(step)) {
            case Action.Adopt() -> activation.await(step, new Outcome.AlreadyThere());
            case Action.Blocked(var cause) -> ended(step, new Outcome.Blocked(cause));
            case Action.Create(), Action.Update _, Action.Recreate _, Action.Skip _ ->
                    create(step, journal);
        };
    }

    private StepResult create(CloudStep step, StepJournal journal) {
        journal.starts(step);
        try {
            send(step);
            associatePolicies(step);
        } catch (AwsException e) {
            return switch (e.problem()) {
                case INVALID, DENIED, LIMIT, NOT_FOUND, CONFLICT, THROTTLED, UNAVAILABLE ->
                        ended(step, new Outcome.Failed(String.valueOf(e.getMessage())));
                case PRECONDITION, CREDENTIALS, UNREACHABLE, CERTIFICATE, OTHER -> throw e;
            };
        }
        return activation.await(step, new Outcome.Restored());
    }

    // A conflict: begun by a run whose answer got lost, or by EKS itself. Whose it is, is looked at
    // afterwards.
    private void send(CloudStep step) {
        try {
            make(step);
        } catch (AwsException e) {
            if (e.problem() != AwsProblem.CONFLICT) {
                throw e;
            }
        }
    }

    private void make(CloudStep step) {
        var body = step.request().getBytes(StandardCharsets.UTF_8);
        var writes = writes(step);
        var cluster = target.cluster();
        switch (step.kind()) {
            case CLUSTER -> writes.createCluster(body);
            case DELEGATE_ACCESS, ACCESS_ENTRY -> writes.createAccessEntry(cluster, body);
            case NODEGROUP -> writes.createNodegroup(cluster, body);
            case FARGATE_PROFILE -> writes.createFargateProfile(cluster, body);
        }
    }

    private void associatePolicies(CloudStep step) {
        if (step.policies().isEmpty()) {
            return;
        }
        for (var policy : new ExistingSteps(target, recovery).missingPolicies(step)) {
            var body = policy.getBytes(StandardCharsets.UTF_8);
            writes(step).associateAccessPolicy(target.cluster(), step.name(), body);
        }
    }

    private EksWriter writes(CloudStep step) {
        return switch (step.identity()) {
            case RECOVERY_ACCESS -> recovery.eksWrites();
            case RECOVERY_DELEGATE -> asDelegate;
        };
    }

    private static StepResult ended(CloudStep step, Outcome outcome) {
        return new StepResult(step, outcome, Map.of());
    }
}
