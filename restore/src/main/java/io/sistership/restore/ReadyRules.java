package io.sistership.restore;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Which objects have to be ready before a cluster works, and when they are. The same rules hold for
/// an object as it was captured.
final class ReadyRules {

    static final Set<String> TYPES =
            Set.of(
                    "deployments.apps",
                    "statefulsets.apps",
                    "daemonsets.apps",
                    "persistentvolumeclaims",
                    "mutatingwebhookconfigurations.admissionregistration.k8s.io",
                    "validatingwebhookconfigurations.admissionregistration.k8s.io",
                    Types.CRD,
                    Types.API_SERVICE);

    private ReadyRules() {}

    /// Whether it can be ready or not: definitions and API services only where somebody else answers.
    static boolean covers(ObjectView object) {
        return switch (Facet.of(object)) {
            case Facet.Definition definition -> definition.converter().isPresent();
            case Facet.Guard(var backends) -> !backends.isEmpty();
            case Facet.Aggregated _, Facet.Workload _ -> true;
            case Facet.Plain _, Facet.Service _ -> object.is("persistentvolumeclaims");
        };
    }

    /// Why it isn't ready; empty where it is.
    static Optional<String> why(ObjectView object, Surroundings around) {
        return switch (Facet.of(object)) {
            case Facet.Workload _ -> Rollouts.why(object);
            case Facet.Guard(var backends) -> silent(backends, around);
            case Facet.Definition definition ->
                    silent(definition.converter().stream().toList(), around);
            case Facet.Aggregated _ -> apiService(object);
            case Facet.Plain _, Facet.Service _ -> claim(object, around);
        };
    }

    private static Optional<String> silent(List<ServiceName> backends, Surroundings around) {
        var silent = backends.stream().filter(service -> !around.answers(service)).toList();
        return silent.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        silent.stream()
                                .map(service -> "Service " + service + " has no ready endpoint")
                                .collect(Collectors.joining("; ")));
    }

    private static Optional<String> apiService(ObjectView object) {
        if (object.condition("Available")) {
            return Optional.empty();
        }
        var message = Rollouts.conditionMessage(object, "Available", "False");
        return Optional.of("it isn't available" + (message.isEmpty() ? "" : ": " + message));
    }

    /// A claim whose class waits for a pod stays pending until there is one, and that is as it should be
    /// (https://kubernetes.io/docs/concepts/storage/storage-classes/#volume-binding-mode).
    private static Optional<String> claim(ObjectView claim, Surroundings around) {
        var phase = claim.text("/status/phase");
        var volume = claim.text("/spec/volumeName");
        if (phase.equals("Bound")) {
            return Optional.empty();
        }
        if (phase.equals("Lost")) {
            return Optional.of("its volume " + volume + " is gone");
        }
        if (!volume.isEmpty()) {
            return Optional.of("it isn't bound to its volume " + volume + " yet");
        }
        return unprovisioned(claim, around);
    }

    private static Optional<String> unprovisioned(ObjectView claim, Surroundings around) {
        var name = claim.text("/spec/storageClassName");
        var mode = around.bindingMode(name);
        boolean mayWait = mode.filter("WaitForFirstConsumer"::equals).isPresent();
        if (mayWait && !around.isConsumed(claim.id().key())) {
            return Optional.empty();
        }
        if (name.isEmpty()) {
            return Optional.of("no volume fits it, and it names no storage class");
        }
        return Optional.of(
                mode.isEmpty()
                        ? "no volume fits it, and there is no storage class " + name
                        : "no volume fits it, and storage class " + name + " has made none");
    }
}
