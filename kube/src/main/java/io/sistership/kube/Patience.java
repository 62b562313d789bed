package io.sistership.kube;

/// How much waiting a request is worth.
public enum Patience {
    /// The cluster's own server: what [KubeOptions] and its [RetryPolicy] say.
    FULL,
    /// What may be another server behind the cluster's (an aggregated API): short timeouts, one of
    /// which is final, and a few attempts where it refuses. Many such servers are dead for months,
    /// and nothing of the cluster may wait for them.
    BRIEF
}
