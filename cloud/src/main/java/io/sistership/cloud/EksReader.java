package io.sistership.cloud;

import java.util.List;

/// Reads EKS in one account and region. Descriptions are the response's own bytes: members that no
/// SDK knows yet are in them.
///
/// Every call throws [io.sistership.aws.AwsException]; a cluster or part that isn't there is
/// `NOT_FOUND`. Implementations are thread-safe.
public interface EksReader {

    /// The names of all clusters, in the service's order.
    List<String> clusters();

    /// The response of DescribeCluster.
    byte[] cluster(String name);

    /// The names (or ARNs, or ids) of the cluster's parts of a kind.
    List<String> names(EksKind kind, String cluster);

    /// The response that describes one of them.
    byte[] describe(EksKind kind, String cluster, String name);

    /// The response of ListAssociatedAccessPolicies: what an access entry may do.
    byte[] accessPolicies(String cluster, String principalArn);
}
