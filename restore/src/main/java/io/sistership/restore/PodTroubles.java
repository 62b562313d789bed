package io.sistership.restore;

import io.sistership.translate.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What keeps pods from being ready, for the workloads that select them. Confined.
final class PodTroubles {

    private final Map<String, List<Trouble>> byNamespace = new HashMap<>();

    private record Trouble(Map<String, String> labels, String what) {}

    /// @param namespaces where workloads aren't ready: the others' pods aren't kept
    static PodTroubles of(Cluster cluster, Set<String> namespaces) {
        var troubles = new PodTroubles();
        if (!namespaces.isEmpty()) {
            Surroundings.each(
                    cluster,
                    Surroundings.PODS,
                    pod -> {
                        if (namespaces.contains(pod.namespace())) {
                            troubles.add(pod);
                        }
                    });
        }
        return troubles;
    }

    private void add(ObjectView pod) {
        trouble(pod)
                .map(what -> "pod %s: %s".formatted(pod.name(), what))
                .ifPresent(what ->
                        byNamespace
                                .computeIfAbsent(pod.namespace(), _ -> new ArrayList<>())
                                .add(new Trouble(pod.texts("/metadata/labels"), what)));
    }

    /// The first thing that the scheduler or the kubelet says
    /// (https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/).
    private static Optional<String> trouble(ObjectView pod) {
        var scheduling = Rollouts.conditionMessage(pod, "PodScheduled", "False");
        if (!scheduling.isEmpty()) {
            return Optional.of(scheduling);
        }
        return pod.document().all("/status/initContainerStatuses/*/state/waiting").stream()
                .findFirst()
                .or(() ->
                        pod.document().all("/status/containerStatuses/*/state/waiting").stream()
                                .findFirst())
                .map(PodTroubles::said);
    }

    private static String said(JsonValue waiting) {
        var message = ObjectView.text(waiting, "message");
        return ObjectView.text(waiting, "reason") + (message.isEmpty() ? "" : ": " + message);
    }

    /// One pod's trouble, and how many more have one; empty where nothing is known.
    String of(ObjectView workload) {
        var labels = workload.texts(Types.podLabels(workload.type().groupResource()));
        var found =
                byNamespace.getOrDefault(workload.namespace(), List.of()).stream()
                        .filter(it -> it.labels().entrySet().containsAll(labels.entrySet()))
                        .toList();
        if (found.isEmpty() || labels.isEmpty()) {
            return "";
        }
        var more = found.size() == 1 ? "" : " (and %d more pods)".formatted(found.size() - 1);
        return found.getFirst().what() + more;
    }
}
