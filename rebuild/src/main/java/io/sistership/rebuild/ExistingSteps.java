package io.sistership.rebuild;

import io.sistership.aws.AwsException;
import io.sistership.cloud.Cloud;
import io.sistership.cloud.EksCluster;
import io.sistership.cloud.EksKind;
import io.sistership.model.Action;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Looks whether a step's resource is there already, and whose it is.
final class ExistingSteps {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<String> LOST =
            Set.of("FAILED", "CREATE_FAILED", "DELETING", "DELETE_FAILED");

    private final RecoveryTarget target;
    private final Cloud recovery;

    ExistingSteps(RecoveryTarget target, Cloud recovery) {
        this.target = target;
        this.recovery = recovery;
    }

    /// The target cluster as it is now.
    Optional<EksCluster> cluster() {
        return found(() -> recovery.eks().cluster(target.cluster())).map(EksCluster::in);
    }

    /// A part of the target cluster as it is now: the member of the response that describes it.
    Optional<JsonNode> part(EksKind kind, String name) {
        return found(() -> recovery.eks().describe(kind, target.cluster(), name))
                .map(response -> JSON.readTree(response).path(kind.member()));
    }

    /// Create where it isn't there, adopt where it is ours, blocked where it is in the way.
    Action decide(CloudStep step) {
        return switch (step.kind()) {
            case CLUSTER -> cluster().map(this::decide).orElseGet(Action.Create::new);
            case DELEGATE_ACCESS, ACCESS_ENTRY -> accessEntry(step);
            case NODEGROUP -> decide(EksKind.NODEGROUP, step.name());
            case FARGATE_PROFILE -> decide(EksKind.FARGATE_PROFILE, step.name());
        };
    }

    /// What to do about a cluster of the target's name.
    Action decide(EksCluster cluster) {
        if (!target.isOurs(cluster.tags())) {
            return new Action.Blocked(
                    "there is a cluster "
                            + cluster.name()
                            + " already, and Sistership didn't make it for this recovery");
        }
        return LOST.contains(cluster.status())
                ? new Action.Blocked(
                        "cluster " + cluster.name() + " is " + told(cluster.status(), cluster))
                : new Action.Adopt();
    }

    private static String told(String status, EksCluster cluster) {
        return cluster.health().isEmpty()
                ? status
                : status + ": " + String.join("; ", cluster.health());
    }

    // A run may have been killed between an entry and its policies.
    private Action accessEntry(CloudStep step) {
        var decided = decide(EksKind.ACCESS_ENTRY, step.name());
        return decided instanceof Action.Adopt && !missingPolicies(step).isEmpty()
                ? new Action.Create()
                : decided;
    }

    /// The requests of those policies of a step that its existing entry hasn't yet.
    List<String> missingPolicies(CloudStep step) {
        var response = recovery.eks().accessPolicies(target.cluster(), step.name());
        var there = new HashSet<String>();
        JSON.readTree(response)
                .path("associatedAccessPolicies")
                .forEach(policy -> there.add(policy.path("policyArn").asString("")));
        return step.policies().stream()
                .filter(policy -> !there.contains(policyArn(policy)))
                .toList();
    }

    private static String policyArn(String request) {
        return JSON.readTree(request).path("policyArn").asString("");
    }

    private Action decide(EksKind kind, String name) {
        return part(kind, name)
                .map(part -> part.path("status").asString(""))
                .map(status ->
                        LOST.contains(status)
                                ? new Action.Blocked(kind.member() + " " + name + " is " + status)
                                : new Action.Adopt())
                .orElseGet(Action.Create::new);
    }

    private static Optional<byte[]> found(Supplier<byte[]> describe) {
        try {
            return Optional.of(describe.get());
        } catch (AwsException e) {
            if (e.notFound()) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
