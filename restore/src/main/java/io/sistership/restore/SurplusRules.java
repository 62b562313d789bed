package io.sistership.restore;

import io.sistership.model.ApiResource;
import io.sistership.model.ObjectId;
import io.sistership.model.ObjectKey;
import java.util.Optional;
import java.util.Set;

/// Why an object that was not captured may be in a recovery cluster: what is never restored is made
/// there anew, under names of its own. Thread-safe.
final class SurplusRules {

    private static final String RBAC = "rbac.authorization.k8s.io";
    private static final ApiResource CLUSTER_ROLES =
            new ApiResource(RBAC, "v1", "ClusterRole", "clusterroles", false);
    private static final ApiResource ROLES = new ApiResource(RBAC, "v1", "Role", "roles", true);

    private final Set<ObjectId> captured;
    private final Cluster cluster;

    SurplusRules(Set<ObjectId> captured, Cluster cluster) {
        this.captured = Set.copyOf(captured);
        this.cluster = cluster;
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
                && (live.name().equals("default") || isControllersAccount(live))) {
            return Optional.of("the controller manager makes it");
        }
        if (live.is("namespaces") && live.name().equals("kube-node-lease")) {
            return Optional.of("the API server makes it");
        }
        return live.controller().map(owner -> "its owner makes it: " + owner.kind());
    }

    /// Each of the controller manager's accounts has a default role of its own, most of them one of
    /// the cluster (https://kubernetes.io/docs/reference/access-authn-authz/rbac/#controller-roles).
    private boolean isControllersAccount(ObjectView account) {
        if (!account.namespace().equals("kube-system")) {
            return false;
        }
        var role = "system:controller:" + account.name();
        return cluster.get(CLUSTER_ROLES, ObjectKey.cluster(role)).isPresent()
                || cluster.get(ROLES, new ObjectKey("kube-system", role)).isPresent();
    }

    private static ObjectId service(ObjectView endpoints) {
        return new ObjectId("", "Service", new ObjectKey(endpoints.namespace(), endpoints.name()));
    }
}
