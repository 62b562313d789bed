package io.sistership.rebuild;

/// What a step of the cloud's rebuilding makes, in the order of making.
public enum StepKind {
    /// The control plane, without add-ons: the captured objects are the add-ons.
    CLUSTER("cluster", Phase.CLUSTER),
    /// The recovery delegate's own way into the cluster.
    DELEGATE_ACCESS("delegate access", Phase.CLUSTER),
    /// An access entry of the captured cluster, with its policies. It comes after the namespaces that
    /// its policies may name, and lets nobody in while objects are written.
    ACCESS_ENTRY("access entry", Phase.NODES),
    /// A managed node group. It never becomes active without the cluster's network daemon set.
    NODEGROUP("node group", Phase.NODES),
    /// A Fargate profile.
    FARGATE_PROFILE("fargate profile", Phase.NODES);

    /// When a step is done: the cluster's passive objects are written between the two.
    public enum Phase {
        CLUSTER,
        NODES
    }

    private final String words;
    private final Phase phase;

    StepKind(String words, Phase phase) {
        this.words = words;
        this.phase = phase;
    }

    /// For plans and progress: `node group`.
    public String words() {
        return words;
    }

    public Phase phase() {
        return phase;
    }
}
