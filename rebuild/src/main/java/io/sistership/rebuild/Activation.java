package io.sistership.rebuild;

import io.sistership.aws.AwsException;
import io.sistership.cloud.EksCluster;
import io.sistership.cloud.EksKind;
import io.sistership.model.Action;
import io.sistership.model.Outcome;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Waits until what was made is active.
final class Activation {

    private static final Set<String> UNDER_WAY = Set.of("CREATING", "PENDING", "UPDATING");

    private final ExistingSteps existing;
    private final Patience patience;
    private final Time time;

    Activation(ExistingSteps existing, Patience patience, Time time) {
        this.existing = existing;
        this.patience = patience;
        this.time = time;
    }

    /// How it stands with the resource of a step.
    private sealed interface Standing {

        record Active(Map<String, String> symbols) implements Standing {}

        record UnderWay(String status) implements Standing {}

        record Lost(String why) implements Standing {}
    }

    /// Looks again and again, with growing pauses, until the resource is active.
    ///
    /// @param good the outcome where that happens
    StepResult await(CloudStep step, Outcome good) {
        var deadline = time.now().plus(patience.limit(step.kind()));
        var pause = patience.firstPause();
        while (true) {
            switch (look(step)) {
                case Standing.Active(var symbols) -> {
                    return new StepResult(step, good, symbols);
                }
                case Standing.Lost(var why) -> {
                    return ended(step, new Outcome.Failed(why));
                }
                case Standing.UnderWay(var status) -> {
                    if (!time.now().isBefore(deadline)) {
                        return ended(step, new Outcome.Failed(tooLong(step, status)));
                    }
                }
            }
            sleep(pause);
            pause = patience.next(pause);
        }
    }

    // A service that is throttled or away for a while says nothing of what it makes.
    private Standing look(CloudStep step) {
        try {
            return standing(step);
        } catch (AwsException e) {
            return switch (e.problem()) {
                case THROTTLED, UNAVAILABLE, UNREACHABLE ->
                        new Standing.UnderWay("unknown (" + e.getMessage() + ")");
                case NOT_FOUND,
                        CONFLICT,
                        PRECONDITION,
                        DENIED,
                        CREDENTIALS,
                        INVALID,
                        LIMIT,
                        CERTIFICATE,
                        OTHER ->
                        throw e;
            };
        }
    }

    private String tooLong(CloudStep step, String status) {
        return step.resource()
                + " is still "
                + status
                + " after "
                + patience.limit(step.kind()).toSeconds()
                + " seconds; run the recovery again to go on waiting";
    }

    private Standing standing(CloudStep step) {
        return switch (step.kind()) {
            case CLUSTER -> cluster();
            // Entries and policies are there once they were accepted.
            case DELEGATE_ACCESS, ACCESS_ENTRY -> new Standing.Active(Map.of());
            case NODEGROUP -> part(EksKind.NODEGROUP, step.name());
            case FARGATE_PROFILE -> part(EksKind.FARGATE_PROFILE, step.name());
        };
    }

    private Standing cluster() {
        return existing.cluster()
                .map(this::standing)
                .orElseGet(() -> new Standing.Lost("the cluster is gone again"));
    }

    private Standing standing(EksCluster cluster) {
        if (existing.decide(cluster) instanceof Action.Blocked(var cause)) {
            return new Standing.Lost(cause);
        }
        // A cluster that is updated has its endpoint and works.
        var ready = cluster.endpoint().isPresent() && !cluster.status().equals("CREATING");
        return ready
                ? new Standing.Active(Symbols.of(cluster))
                : new Standing.UnderWay(cluster.status());
    }

    private Standing part(EksKind kind, String name) {
        return existing.part(kind, name)
                .map(part -> standing(kind, name, part))
                .orElseGet(() -> new Standing.Lost(kind.member() + " " + name + " is gone again"));
    }

    private static Standing standing(EksKind kind, String name, JsonNode part) {
        var status = part.path("status").asString("");
        if (status.equals("ACTIVE")) {
            return new Standing.Active(Map.of());
        }
        return UNDER_WAY.contains(status)
                ? new Standing.UnderWay(status)
                : new Standing.Lost(kind.member() + " " + name + " is " + status + told(part));
    }

    private static String told(JsonNode part) {
        var told = new StringBuilder();
        part.at("/health/issues")
                .forEach(issue ->
                        told.append(told.isEmpty() ? ": " : "; ")
                                .append(issue.path("message").asString("")));
        return told.toString();
    }

    private void sleep(Duration pause) {
        try {
            time.pause(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting; run it again", e);
        }
    }

    private static StepResult ended(CloudStep step, Outcome outcome) {
        return new StepResult(step, outcome, Map.of());
    }
}
