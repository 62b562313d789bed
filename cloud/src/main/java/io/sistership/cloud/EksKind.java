package io.sistership.cloud;

/// What a cluster has beside it in EKS. Each is listed by name and described one by one.
public enum EksKind {
    /// Managed node groups.
    NODEGROUP("DescribeNodegroup", "nodegroup"),
    /// Fargate profiles.
    FARGATE_PROFILE("DescribeFargateProfile", "fargateProfile"),
    /// Managed add-ons.
    ADDON("DescribeAddon", "addon"),
    /// Access entries, by principal ARN.
    ACCESS_ENTRY("DescribeAccessEntry", "accessEntry"),
    /// Pod identity associations, by id.
    POD_IDENTITY_ASSOCIATION("DescribePodIdentityAssociation", "association"),
    /// Identity providers for people's log-in, by name.
    IDENTITY_PROVIDER_CONFIG("DescribeIdentityProviderConfig", "identityProviderConfig");

    private final String operation;
    private final String member;

    EksKind(String operation, String member) {
        this.operation = operation;
        this.member = member;
    }

    /// The operation whose response describes one.
    public String operation() {
        return operation;
    }

    /// The member of that response that holds the description.
    public String member() {
        return member;
    }
}
