package io.sistership.restore;

import io.sistership.model.Action;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// All rules that change what is there, in order; the first that applies wins.
final class UpdateRules {

    private static final Set<String> BOOTSTRAP_NAMESPACES =
            Set.of("default", "kube-system", "kube-public", "kube-node-lease");

    private static final List<UpdateRule> RULES =
            List.of(
                    new AwsAuthUpdate(),
                    new StorageClassUpdate(),
                    // The controller manager makes it in every namespace, at once.
                    new MemberUpdate(
                            "default-service-account",
                            o -> o.is("serviceaccounts") && o.name().equals("default"),
                            List.of(
                                    "/metadata/labels",
                                    "/metadata/annotations",
                                    "/imagePullSecrets",
                                    "/automountServiceAccountToken")),
                    // The API server makes them when it starts.
                    new MemberUpdate(
                            "bootstrap-namespace",
                            o -> o.is("namespaces") && BOOTSTRAP_NAMESPACES.contains(o.name()),
                            List.of("/metadata/labels", "/metadata/annotations")));

    private UpdateRules() {}

    static Optional<UpdateRule> find(ObjectView wanted) {
        return RULES.stream().filter(rule -> rule.appliesTo(wanted)).findFirst();
    }

    static UpdateRule named(Action.Update update) {
        return RULES.stream()
                .filter(rule -> rule.name().equals(update.rule()))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("no update rule is called " + update.rule()));
    }
}
