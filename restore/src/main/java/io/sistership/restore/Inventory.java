package io.sistership.restore;

import io.sistership.model.ObjectId;
import io.sistership.model.ObjectKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// All captured objects together: answers what one object means to others. Immutable once built.
final class Inventory {

    private static final ServiceName CLUSTER_DNS = new ServiceName("kube-system", "kube-dns");
    private static final String CONTROLLER_ROLE = "system:controller:";

    private final Map<String, CapturedObject> byUid = new HashMap<>();
    private final Map<ServiceName, Map<String, String>> selectors = new HashMap<>();
    private final Map<String, List<CapturedObject>> workloads = new HashMap<>();
    private final Map<String, Facet.Definition> definitions = new HashMap<>();
    private final Map<String, Facet.Aggregated> aggregated = new HashMap<>();
    private final Set<String> lost = new HashSet<>();
    private final Set<String> controllers = new HashSet<>();
    private final Set<ServiceName> called = new HashSet<>();
    private final Map<ServiceName, Boolean> answered = new HashMap<>();

    /// @param leftOut what is not restored: none of it can be a backend
    static Inventory of(List<CapturedObject> all, Set<ObjectId> leftOut) {
        var inventory = new Inventory();
        all.forEach(object -> inventory.add(object, !leftOut.contains(object.id())));
        inventory.called.forEach(s -> inventory.answered.put(s, inventory.hasWorkload(s)));
        return inventory;
    }

    private void add(CapturedObject object, boolean restored) {
        byUid.put(object.uid(), object);
        if (object.is("clusterroles.rbac.authorization.k8s.io")
                && object.id().key().name().startsWith(CONTROLLER_ROLE)) {
            controllers.add(object.id().key().name().substring(CONTROLLER_ROLE.length()));
        }
        if (restored) {
            addFacet(object);
        } else if (object.facet() instanceof Facet.Definition d) {
            lost.add(groupKind(d.group(), d.kind()));
        }
    }

    private void addFacet(CapturedObject object) {
        var key = object.id().key();
        switch (object.facet()) {
            case Facet.Plain _ -> {}
            case Facet.Service(var selector) ->
                    selectors.put(new ServiceName(key.namespace(), key.name()), selector);
            case Facet.Workload _ ->
                    workloads.computeIfAbsent(key.namespace(), _ -> new ArrayList<>()).add(object);
            case Facet.Guard(var backends) -> called.addAll(backends);
            case Facet.Aggregated a -> {
                aggregated.put(a.group() + "/" + a.version(), a);
                called.add(a.backend());
            }
            case Facet.Definition d -> {
                definitions.put(groupKind(d.group(), d.kind()), d);
                d.converter().ifPresent(called::add);
            }
        }
    }

    private boolean hasWorkload(ServiceName service) {
        return workloads.getOrDefault(service.namespace(), List.of()).stream()
                .anyMatch(workload -> selects(service, workload));
    }

    private boolean selects(ServiceName service, CapturedObject workload) {
        var selector = selectors.getOrDefault(service, Map.of());
        return !selector.isEmpty()
                && service.namespace().equals(workload.namespace())
                && workload.facet() instanceof Facet.Workload(var labels, var _)
                && labels.entrySet().containsAll(selector.entrySet());
    }

    /// Whether the API server calls a Service that this workload answers.
    boolean isBackend(CapturedObject object) {
        return object.facet() instanceof Facet.Workload
                && called.stream().anyMatch(service -> selects(service, object));
    }

    /// Whether the cluster's DNS Service (its name is the same in every cluster) selects this.
    boolean isClusterDns(CapturedObject object) {
        return object.facet() instanceof Facet.Workload && selects(CLUSTER_DNS, object);
    }

    /// Whether this makes the API server call a Service that no restored workload answers: one that
    /// was uninstalled, or whose pods an operator makes later.
    boolean guardsWithoutBackend(CapturedObject object) {
        var backends = backends(object);
        return !(object.facet() instanceof Facet.Definition)
                && backends.stream().anyMatch(service -> !isAnswered(service));
    }

    /// Whether writes of this object go through a conversion webhook.
    boolean isConverted(CapturedObject object) {
        return converter(object).isPresent();
    }

    /// The Service that converts objects of this object's type.
    Optional<ServiceName> converter(CapturedObject object) {
        return definition(object).flatMap(Facet.Definition::converter);
    }

    /// The Services that the API server calls because of this object.
    List<ServiceName> backends(CapturedObject object) {
        return switch (object.facet()) {
            case Facet.Guard(var backends) -> backends;
            case Facet.Aggregated a -> List.of(a.backend());
            case Facet.Definition d -> d.converter().stream().toList();
            case Facet.Plain _, Facet.Service _, Facet.Workload _ -> List.of();
        };
    }

    /// Whether a restored workload stands behind a called Service.
    boolean isAnswered(ServiceName service) {
        return answered.getOrDefault(service, false);
    }

    /// The captured definition of this object's type; empty for built-in and aggregated types.
    Optional<Facet.Definition> definition(CapturedObject object) {
        return Optional.ofNullable(
                definitions.get(groupKind(object.type().group(), object.type().kind())));
    }

    /// Whether the definition of this object's type was captured but isn't restored.
    boolean hasLostDefinition(CapturedObject object) {
        return lost.contains(groupKind(object.type().group(), object.type().kind()));
    }

    /// The server that keeps this object's type, if it isn't the API server itself.
    Optional<Facet.Aggregated> aggregated(CapturedObject object) {
        return Optional.ofNullable(
                aggregated.get(object.type().group() + "/" + object.type().version()));
    }

    /// Whether a Service with a selector makes these Endpoints.
    boolean hasManagedEndpoints(CapturedObject object) {
        var key = object.id().key();
        var service = new ServiceName(key.namespace(), key.name());
        return object.is("endpoints") && !selectors.getOrDefault(service, Map.of()).isEmpty();
    }

    /// Whether the controller manager makes this ServiceAccount for one of its controllers: each has
    /// a default role of its own (https://kubernetes.io/docs/reference/access-authn-authz/rbac/#controller-roles).
    boolean isControllersAccount(CapturedObject object) {
        return object.is("serviceaccounts")
                && object.namespace().equals("kube-system")
                && controllers.contains(object.id().key().name());
    }

    Optional<CapturedObject> owner(OwnerReference reference) {
        return Optional.ofNullable(byUid.get(reference.uid()));
    }

    /// The id of the namespace that holds an object.
    static Optional<ObjectId> namespaceOf(CapturedObject object) {
        return object.namespace().isEmpty()
                ? Optional.empty()
                : Optional.of(new ObjectId("", "Namespace", ObjectKey.cluster(object.namespace())));
    }

    private static String groupKind(String group, String kind) {
        return group + "/" + kind;
    }
}
