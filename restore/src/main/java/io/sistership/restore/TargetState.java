package io.sistership.restore;

import io.sistership.kube.KubeClient;

/// The cluster that a plan is made for.
public sealed interface TargetState {

    /// It doesn't exist yet: whatever isn't made by every cluster is created.
    record Absent() implements TargetState {}

    /// It is there.
    ///
    /// @param journal what this recovery did to it so far
    record Live(KubeClient client, String recoveryId, RestoreJournal journal)
            implements TargetState {}
}
