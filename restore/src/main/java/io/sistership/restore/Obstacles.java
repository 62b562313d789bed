package io.sistership.restore;

import io.sistership.model.ObjectId;
import io.sistership.model.Outcome;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What keeps objects from being written before they are tried: a namespace or a definition that
/// isn't there, a backend that doesn't answer. Thread-safe.
final class Obstacles {

    private final RestoreRun run;
    private final Set<ServiceName> silent = ConcurrentHashMap.newKeySet();
    private final Set<String> unestablished = ConcurrentHashMap.newKeySet();

    Obstacles(RestoreRun run) {
        this.run = run;
    }

    void silent(ServiceName service) {
        silent.add(service);
    }

    void unestablished(Facet.Definition definition) {
        unestablished.add(definition.group() + "/" + definition.kind());
    }

    /// Why an object isn't tried; empty if nothing stands in its way.
    Optional<String> before(PlanEntry entry) {
        return namespace(entry).or(() -> definition(entry)).or(() -> backend(entry));
    }

    private Optional<String> namespace(PlanEntry entry) {
        return Inventory.namespaceOf(entry.captured())
                .filter(this::wentWrong)
                .map(id -> "namespace: %s isn't there".formatted(id.key().name()));
    }

    private boolean wentWrong(ObjectId id) {
        return run.outcome(id)
                .filter(o -> o instanceof Outcome.Failed || o instanceof Outcome.Blocked)
                .isPresent();
    }

    private Optional<String> definition(PlanEntry entry) {
        var type = entry.planned().type();
        return unestablished.contains(type.group() + "/" + type.kind())
                ? Optional.of("definition: %s isn't established".formatted(type.groupResource()))
                : Optional.empty();
    }

    private Optional<String> backend(PlanEntry entry) {
        return run.plan().backends().of(entry.id()).stream()
                .filter(silent::contains)
                .findFirst()
                .map(Obstacles::backend);
    }

    static String backend(ServiceName service) {
        return "backend: Service %s has no ready endpoint".formatted(service);
    }
}
