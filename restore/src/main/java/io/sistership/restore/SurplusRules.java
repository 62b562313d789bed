package io.sistership.restore;

import io.sistership.model.ObjectId;
import io.sistership.model.ObjectKey;
import java.util.Optional;
import java.util.Set;

/// Why an object that was not captured may be in a recovery cluster: what is never restored is made
/// there anew, under names of its own. Immutable.
final class SurplusRules {

    private final Set<ObjectId> captured;

    SurplusRules(Set<ObjectId> captured) {
        this.captured = Set.copyOf(captured);
    }

    /// The reason; empty where there is none.
    Optional<String> find(ObjectView live) {
        var rule = LeaveOutRules.find(live);
        if (rule.isPresent()) {
            return Optional.of(rule.get().reason());
        }
        if (live.is("endpoints") && captured.contains(service(live))) {
            return Optional.of("the endpoints controller makes it from its Service's selector");
        }
        if (live.is("serviceaccounts")
                && (live.name().equals("default") || live.namespace().equals("kube-system"))) {
            return Optional.of("the controller manager makes it");
        }
        if (live.is("namespaces") && live.name().equals("kube-node-lease")) {
            return Optional.of("the API server makes it");
        }
        return live.owners().stream()
                .findFirst()
                .map(owner -> "its owner makes it: " + owner.kind());
    }

    private static ObjectId service(ObjectView endpoints) {
        return new ObjectId("", "Service", new ObjectKey(endpoints.namespace(), endpoints.name()));
    }
}
