package io.sistership.restore;

import io.sistership.model.ApiResource;
import io.sistership.model.Issue;
import io.sistership.model.ObjectKey;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Waits for what later waves depend on. Confined.
final class Readiness {

    private final Session session;
    private final RestoreRun run;
    private final Obstacles obstacles;

    Readiness(Session session, RestoreRun run, Obstacles obstacles) {
        this.session = session;
        this.run = run;
        this.obstacles = obstacles;
    }

    /// Until every definition's condition `Established` says `True`. A condition that is merely there
    /// says nothing (github.com/velero-io/velero/issues/3844).
    void definitions(List<PlanEntry> definitions) {
        var waiting = new HashSet<PlanEntry>();
        definitions.stream().filter(entry -> run.isThere(entry.id())).forEach(waiting::add);
        if (!waiting.isEmpty()) {
            session.waiting()
                    .until(session.options().definitionDeadline(), () -> dropEstablished(waiting));
        }
        definitions.stream()
                .filter(entry -> waiting.contains(entry) || !run.isThere(entry.id()))
                .forEach(entry -> unestablished(entry));
    }

    private void unestablished(PlanEntry entry) {
        if (entry.captured().facet() instanceof Facet.Definition definition) {
            obstacles.unestablished(definition);
        }
    }

    private boolean dropEstablished(Set<PlanEntry> waiting) {
        var established = new HashSet<ObjectKey>();
        var type = waiting.iterator().next().planned().type();
        session.cluster().list(type, new Established(type, established));
        waiting.removeIf(entry -> established.contains(entry.id().key()));
        return waiting.isEmpty();
    }

    private record Established(ApiResource type, Set<ObjectKey> keys) implements LiveSink {

        @Override
        public void object(ObjectKey key, byte[] bytes) {
            if (ObjectView.of(type, bytes).condition("Established")) {
                keys.add(key);
            }
        }

        @Override
        public void again() {
            keys.clear();
        }
    }

    /// Until every called Service has a ready endpoint, all within one deadline; the others end as
    /// obstacles.
    void backends() {
        var silent = new HashSet<>(run.plan().backends().awaited());
        if (silent.isEmpty()) {
            return;
        }
        session.progress()
                .note("waiting for %d Services that the API server calls".formatted(silent.size()));
        session.waiting()
                .until(
                        session.options().backendDeadline(),
                        () -> {
                            silent.removeIf(session.cluster()::answers);
                            return silent.isEmpty();
                        });
        silent.forEach(this::report);
    }

    private void report(ServiceName service) {
        obstacles.silent(service);
        run.report(
                Issue.warning(
                        "backend-not-ready",
                        "Service " + service,
                        "it had no ready endpoint within %d s, so what calls it wasn't restored"
                                .formatted(session.options().backendDeadline().toSeconds()),
                        "kubectl -n %s describe endpointslices -l kubernetes.io/service-name=%s; then recover again"
                                .formatted(service.namespace(), service.name())));
    }
}
