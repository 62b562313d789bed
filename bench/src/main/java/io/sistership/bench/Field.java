package io.sistership.bench;

/// What all measurements share: two clusters, a place to write to, and the figures. Confined.
record Field(BenchCluster small, BenchCluster large, Workspace workspace, Figures figures) {

    /// How many objects the clusters have; smaller ones show that the benchmark works, and no more.
    static final int SMALL = Integer.getInteger("bench.small", 10_000);

    static final int LARGE = Integer.getInteger("bench.large", 100_000);

    /// A capture into a directory.
    OneCapture.Result capture(BenchCluster cluster) {
        return capture(cluster, OneCapture.USUAL);
    }

    /// The same with so many requests at once.
    OneCapture.Result capture(BenchCluster cluster, int requestsAtOnce) {
        return OneCapture.run(cluster.connection(), workspace.store(), requestsAtOnce);
    }
}
