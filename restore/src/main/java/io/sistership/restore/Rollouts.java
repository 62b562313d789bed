package io.sistership.restore;

import io.sistership.translate.JsonValue;
import java.util.Optional;

/// Whether a workload runs as its spec says, by the rules of `kubectl rollout status`
/// (github.com/kubernetes/kubectl, pkg/polymorphichelpers/rollout_status.go). Where kubectl refuses
/// to answer (strategy `OnDelete`), what runs counts, in whatever revision.
final class Rollouts {

    private Rollouts() {}

    /// Why it isn't ready; empty where it is, and for what is no workload.
    static Optional<String> why(ObjectView object) {
        var rule =
                switch (object.type().groupResource()) {
                    case "deployments.apps" -> deployment(object);
                    case "statefulsets.apps" -> statefulSet(object);
                    case "daemonsets.apps" -> daemonSet(object);
                    default -> Optional.<String>empty();
                };
        return isSeen(object) ? rule : Optional.of("its controller hasn't seen it yet");
    }

    /// What else is ready or not has no such number.
    private static boolean isSeen(ObjectView object) {
        return !object.type().group().equals("apps")
                || number(object, "/status/observedGeneration", 0)
                        >= number(object, "/metadata/generation", 1);
    }

    private static Optional<String> deployment(ObjectView object) {
        long wanted = number(object, "/spec/replicas", 1);
        long updated = number(object, "/status/updatedReplicas", 0);
        long old = number(object, "/status/replicas", 0) - updated;
        long available = number(object, "/status/availableReplicas", 0);
        return fewer(updated, wanted, "updated")
                .or(() -> old > 0 ? Optional.of(old + " old replicas still run") : Optional.empty())
                .or(() -> fewer(available, updated, "available"))
                .map(why -> why + because(object));
    }

    private static String because(ObjectView deployment) {
        if (deployment.isTrue("/spec/paused")) {
            return ", and it is paused";
        }
        var failure = conditionMessage(deployment, "ReplicaFailure", "True");
        if (!failure.isEmpty()) {
            return ": " + failure;
        }
        boolean late =
                deployment.document().all("/status/conditions/*/reason").stream()
                        .flatMap(reason -> reason.textIfString().stream())
                        .anyMatch("ProgressDeadlineExceeded"::equals);
        return late ? ", and its progress deadline has passed" : "";
    }

    private static Optional<String> statefulSet(ObjectView object) {
        long wanted = number(object, "/spec/replicas", 1);
        long updated = number(object, "/status/updatedReplicas", 0);
        long partition = number(object, "/spec/updateStrategy/rollingUpdate/partition", 0);
        var ready = fewer(number(object, "/status/readyReplicas", 0), wanted, "ready");
        if (ready.isPresent() || !rolls(object)) {
            return ready;
        }
        if (partition > 0) {
            return fewer(updated, wanted - partition, "updated");
        }
        boolean mixed =
                !object.text("/status/updateRevision")
                        .equals(object.text("/status/currentRevision"));
        return mixed ? fewer(updated, wanted, "updated") : Optional.empty();
    }

    private static Optional<String> daemonSet(ObjectView object) {
        long wanted = number(object, "/status/desiredNumberScheduled", 0);
        long updated = number(object, "/status/updatedNumberScheduled", 0);
        return (rolls(object) ? fewer(updated, wanted, "updated") : Optional.<String>empty())
                .or(() -> fewer(number(object, "/status/numberAvailable", 0), wanted, "available"));
    }

    private static boolean rolls(ObjectView object) {
        return !object.text("/spec/updateStrategy/type").equals("OnDelete");
    }

    private static Optional<String> fewer(long there, long wanted, String what) {
        return there >= wanted
                ? Optional.empty()
                : Optional.of("%d of %d replicas are %s".formatted(there, wanted, what));
    }

    /// What a condition of this type and status says; empty where there is none.
    static String conditionMessage(ObjectView object, String type, String status) {
        return object.document().all("/status/conditions/*").stream()
                .filter(c -> ObjectView.text(c, "type").equals(type))
                .filter(c -> ObjectView.text(c, "status").equals(status))
                .map(c -> ObjectView.text(c, "message"))
                .findFirst()
                .orElse("");
    }

    private static long number(ObjectView object, String pointer, long otherwise) {
        return object.at(pointer).map(JsonValue::raw).map(Long::parseLong).orElse(otherwise);
    }
}
