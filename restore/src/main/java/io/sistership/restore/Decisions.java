package io.sistership.restore;

import io.sistership.model.Action;
import io.sistership.model.ApiResource;
import io.sistership.model.ObjectId;
import io.sistership.model.ObjectKey;
import io.sistership.restore.LeaveOutRule.Fate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Settles what becomes of each object once all are known: what its owners, its namespace, its type
/// and its Service mean for it. Confined.
final class Decisions {

    private static final Settled IN_PROGRESS = new Settled(new Action.Create(), Optional.empty());

    private final Map<ObjectId, Sighting> sightings = new HashMap<>();
    private final Map<ObjectId, Settled> settled = new HashMap<>();
    private final Inventory inventory;
    private final Function<ApiResource, Served> served;

    /// @param action the final one
    /// @param fate what stands for the object on the recovery side, where it is left out
    record Settled(Action action, Optional<Fate> fate) {

        static Settled skip(String reason, Fate fate) {
            return new Settled(new Action.Skip(reason), Optional.of(fate));
        }

        static Settled blocked(String cause) {
            return new Settled(new Action.Blocked(cause), Optional.empty());
        }

        boolean isAbsent() {
            return fate.filter(f -> f != Fate.PRESENT).isPresent();
        }
    }

    Decisions(List<Sighting> all, Inventory inventory, Function<ApiResource, Served> served) {
        all.forEach(sighting -> sightings.put(sighting.captured().id(), sighting));
        this.inventory = inventory;
        this.served = served;
    }

    /// The final decision; asking again gives the same.
    Settled settle(Sighting sighting) {
        var id = sighting.captured().id();
        var known = settled.get(id);
        if (known != null) {
            return known;
        }
        settled.put(id, IN_PROGRESS);
        var decision = decide(sighting);
        settled.put(id, decision);
        return decision;
    }

    private Settled decide(Sighting sighting) {
        var object = sighting.captured();
        if (sighting.fate().isPresent()) {
            return new Settled(sighting.action(), sighting.fate());
        }
        if (inventory.hasManagedEndpoints(object)) {
            return Settled.skip(
                    "the endpoints controller makes it from its Service's selector", Fate.REMADE);
        }
        if (inventory.isControllersAccount(object)) {
            return Settled.skip(
                    "the controller manager makes it for one of its controllers", Fate.PRESENT);
        }
        return byType(object)
                .or(() -> byNamespace(object))
                .or(() -> byOwners(object))
                .orElseGet(() -> new Settled(sighting.action(), kept(sighting.action())));
    }

    /// What a policy leaves as it is, is there.
    private static Optional<Fate> kept(Action action) {
        return action instanceof Action.Skip ? Optional.of(Fate.PRESENT) : Optional.empty();
    }

    private Optional<Settled> byType(CapturedObject object) {
        var definition = inventory.definition(object);
        if (definition.isPresent() && definition.get().served().contains(object.type().version())) {
            return byDefinition(object);
        }
        var aggregated = inventory.aggregated(object);
        return switch (served.apply(object.type())) {
            case Served.Yes() -> Optional.empty();
            case Served.Elsewhere() -> Optional.of(elsewhere(object, aggregated));
            case Served.Unknown() ->
                    aggregated
                            .map(_ -> elsewhere(object, aggregated))
                            .or(() -> withoutDefinition(object));
            case Served.No(var instead) ->
                    Optional.of(
                            aggregated.isPresent()
                                    ? elsewhere(object, aggregated)
                                    : withoutDefinition(object)
                                            .orElseGet(() -> notServed(object, instead)));
        };
    }

    /// A definition that isn't restored leaves its objects to what the recovery cluster serves.
    private Optional<Settled> byDefinition(CapturedObject object) {
        var id =
                new ObjectId(
                        "apiextensions.k8s.io",
                        "CustomResourceDefinition",
                        ObjectKey.cluster(object.type().groupResource()));
        boolean left =
                Optional.ofNullable(sightings.get(id))
                        .map(this::settle)
                        .map(Settled::action)
                        .stream()
                        .anyMatch(it -> it instanceof Action.Blocked || it instanceof Action.Skip);
        return left && served.apply(object.type()) instanceof Served.No(var instead)
                ? Optional.of(notServed(object, instead))
                : Optional.empty();
    }

    private static Settled elsewhere(CapturedObject object, Optional<Facet.Aggregated> aggregated) {
        var keeper =
                aggregated
                        .map(a -> "the server behind Service " + a.backend())
                        .orElse("an aggregated API server");
        return Settled.skip(
                "%s keeps objects of %s itself".formatted(keeper, object.type()), Fate.GONE);
    }

    /// Objects whose definition is on its way out go with it.
    private Optional<Settled> withoutDefinition(CapturedObject object) {
        return inventory.hasLostDefinition(object)
                ? Optional.of(
                        Settled.skip("its type was being deleted when it was captured", Fate.GONE))
                : Optional.empty();
    }

    private static Settled notServed(CapturedObject object, String instead) {
        return Settled.blocked(
                "not served: %s was captured, but %s".formatted(object.type(), instead));
    }

    private Optional<Settled> byNamespace(CapturedObject object) {
        return Inventory.namespaceOf(object)
                .map(sightings::get)
                .flatMap(namespace -> becauseOf(namespace.captured().id(), settle(namespace)));
    }

    private static Optional<Settled> becauseOf(ObjectId namespace, Settled settled) {
        if (settled.action() instanceof Action.Blocked) {
            return Optional.of(
                    Settled.blocked("namespace: %s is blocked".formatted(namespace.key().name())));
        }
        return settled.isAbsent()
                ? Optional.of(Settled.skip("its namespace isn't restored", Fate.GONE))
                : Optional.empty();
    }

    /// The garbage collector deletes what has lost all its owners; restoring it would make an orphan
    /// that nobody cleans up. Owners that the point doesn't hold say nothing.
    private Optional<Settled> byOwners(CapturedObject object) {
        var owners = object.owners().stream().flatMap(o -> inventory.owner(o).stream()).toList();
        boolean allKnown = !owners.isEmpty() && owners.size() == object.owners().size();
        if (!allKnown || !owners.stream().allMatch(this::isAbsent)) {
            return Optional.empty();
        }
        return Optional.of(
                Settled.skip(
                        "its owner isn't restored: %s".formatted(owners.getFirst().id()),
                        Fate.GONE));
    }

    private boolean isAbsent(CapturedObject owner) {
        return Optional.ofNullable(sightings.get(owner.id()))
                .map(this::settle)
                .filter(Settled::isAbsent)
                .isPresent();
    }
}
