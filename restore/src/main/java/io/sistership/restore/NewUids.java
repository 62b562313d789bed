package io.sistership.restore;

import java.util.Optional;

/// Finds an owner's uid in the recovery cluster. Thread-safe.
record NewUids(Cluster cluster, RestoreRun run) {

    /// Empty if the owner isn't there, or not yet.
    Optional<String> find(OwnerReference reference) {
        return run.newUid(reference.uid())
                .or(() ->
                        run.plan()
                                .owner(reference)
                                .filter(PlanEntry::presentAnyway)
                                .flatMap(this::ask));
    }

    /// What every cluster has under this name is asked for once.
    private Optional<String> ask(PlanEntry owner) {
        var uid =
                cluster.get(owner.planned().type(), owner.id().key())
                        .map(bytes -> ObjectView.of(owner.planned().type(), bytes).uid());
        uid.ifPresent(found -> run.learnUid(owner.captured().uid(), found));
        return uid;
    }
}
