package io.sistership.vault;

import io.sistership.model.Arn;

/// What a point must be of, for whoever opens it.
public record Expectations(String application, Arn cluster) {

    /// The cluster's name: the last part of its ARN.
    public String clusterName() {
        return cluster.resourceName();
    }
}
