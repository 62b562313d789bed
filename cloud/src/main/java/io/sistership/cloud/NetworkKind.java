package io.sistership.cloud;

/// What EC2 has around a cluster.
public enum NetworkKind {
    /// Subnets.
    SUBNET("DescribeSubnets", "subnetSet", "subnetId"),
    /// Security groups; their rules are in the description.
    SECURITY_GROUP("DescribeSecurityGroups", "securityGroupInfo", "groupId"),
    /// VPCs.
    VPC("DescribeVpcs", "vpcSet", "vpcId"),
    /// Launch templates, without their versions.
    LAUNCH_TEMPLATE("DescribeLaunchTemplates", "launchTemplates", "launchTemplateId");

    private final String operation;
    private final String list;
    private final String id;

    NetworkKind(String operation, String list, String id) {
        this.operation = operation;
        this.list = list;
        this.id = id;
    }

    /// The operation that describes them.
    public String operation() {
        return operation;
    }

    /// The member of its response that lists them.
    String list() {
        return list;
    }

    /// The member of a description that identifies it.
    String id() {
        return id;
    }
}
