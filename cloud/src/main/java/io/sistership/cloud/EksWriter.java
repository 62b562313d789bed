package io.sistership.cloud;

/// Creates what makes up a cluster in EKS. A request is the JSON body to send, as it is; members
/// that no SDK knows yet pass.
///
/// Every call answers the response's bytes and throws [io.sistership.aws.AwsException]; what is
/// there already is `CONFLICT`. Implementations are thread-safe.
public interface EksWriter {

    /// POST /clusters
    byte[] createCluster(byte[] request);

    /// POST /clusters/NAME/node-groups
    byte[] createNodegroup(String cluster, byte[] request);

    /// POST /clusters/NAME/fargate-profiles
    byte[] createFargateProfile(String cluster, byte[] request);

    /// POST /clusters/NAME/access-entries
    byte[] createAccessEntry(String cluster, byte[] request);

    /// POST /clusters/NAME/access-entries/PRINCIPAL/access-policies
    byte[] associateAccessPolicy(String cluster, String principalArn, byte[] request);
}
