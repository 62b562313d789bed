package io.sistership.rebuild;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sistership.cloud.AwsDocument;
import io.sistership.model.AccountId;
import io.sistership.model.Arn;
import io.sistership.model.Environment;
import io.sistership.model.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A captured cluster of real shape: what DescribeCluster and its sisters answered.
final class Captured {

    static final RecoveryTarget TARGET =
            new RecoveryTarget(
                    "shop",
                    Arn.parse("arn:aws:eks:us-east-1:111111111111:cluster/shop"),
                    environment("111111111111", "us-east-1"),
                    environment("222222222222", "us-west-2"),
                    "shop",
                    Arn.parse("arn:aws:iam::222222222222:role/sistership-shop-recovery-delegate"));

    static final String CLUSTER =
            """
            {"cluster":{"name":"shop","arn":"arn:aws:eks:us-east-1:111111111111:cluster/shop","createdAt":1.795E9,
            "version":"1.36","endpoint":"https://OLD.gr7.us-east-1.eks.amazonaws.com",
            "roleArn":"arn:aws:iam::111111111111:role/shop-cluster",
            "resourcesVpcConfig":{"subnetIds":["subnet-0a","subnet-0b"],"securityGroupIds":["sg-0a"],
            "clusterSecurityGroupId":"sg-0c","vpcId":"vpc-0a","endpointPublicAccess":true,"endpointPrivateAccess":false,
            "publicAccessCidrs":["0.0.0.0/0"]},
            "kubernetesNetworkConfig":{"serviceIpv4Cidr":"10.100.0.0/16","ipFamily":"ipv4"},
            "logging":{"clusterLogging":[{"types":["api","audit"],"enabled":false}]},
            "identity":{"oidc":{"issuer":"https://oidc.eks.us-east-1.amazonaws.com/id/OLD"}},
            "status":"ACTIVE","certificateAuthority":{"data":"T0xE"},"platformVersion":"eks.7",
            "tags":{"team":"shop \\u00e9","aws:cloudformation:stack-name":"x","sistership:recovery-id":"older"},
            "health":{"issues":[]},
            "accessConfig":{"bootstrapClusterCreatorAdminPermissions":false,"authenticationMode":"API_AND_CONFIG_MAP"},
            "kubeApiServerConfig":{"goawayChance":0.10},"holodeck":{"on":true},
            "upgradePolicy":{"supportType":"STANDARD"},"deletionProtection":false}}\
            """;

    static final String NODEGROUP =
            """
            {"nodegroup":{"nodegroupName":"ng-1","nodegroupArn":"arn:aws:eks:us-east-1:111111111111:nodegroup/shop/ng-1/a",
            "clusterName":"shop","version":"1.36","releaseVersion":"1.36.4-20261101","status":"ACTIVE",
            "capacityType":"ON_DEMAND","scalingConfig":{"minSize":1,"maxSize":3,"desiredSize":2},
            "instanceTypes":["m5.large"],"subnets":["subnet-0a"],"amiType":"AL2023_x86_64_STANDARD",
            "nodeRole":"arn:aws:iam::111111111111:role/teams/shop-node","labels":{"pool":"a"},"taints":null,
            "resources":{"autoScalingGroups":[{"name":"eks-ng-1"}]},"diskSize":20,"health":{"issues":[]},
            "updateConfig":{"maxUnavailable":1},"tags":{}}}\
            """;

    static final String FARGATE =
            """
            {"fargateProfile":{"fargateProfileName":"fp","fargateProfileArn":"arn:aws:eks:us-east-1:111111111111:fargateprofile/shop/fp/b",
            "clusterName":"shop","podExecutionRoleArn":"arn:aws:iam::111111111111:role/shop-pods","subnets":["subnet-0b"],
            "selectors":[{"namespace":"batch","labels":{"run":"fargate"}}],"status":"ACTIVE","tags":{"a":"b"}}}\
            """;

    private final List<AwsDocument> documents = new ArrayList<>();

    static Captured cluster(String cluster) {
        return new Captured().with("eks", "DescribeCluster", cluster);
    }

    /// Cluster, node group, Fargate profile, and the network that they name.
    static Captured whole() {
        return cluster(CLUSTER)
                .with("eks", "DescribeNodegroup", NODEGROUP)
                .with("eks", "DescribeFargateProfile", FARGATE)
                .with(
                        "ec2",
                        "DescribeSubnets",
                        "{\"subnetSet\":["
                                + subnet("subnet-0a", "vpc-0a", "shop-a")
                                + ","
                                + subnet("subnet-0b", "vpc-0a", "shop-b")
                                + "]}")
                .with("ec2", "DescribeSecurityGroups", "{\"securityGroupInfo\":[" + GROUP + "]}")
                .with("ec2", "DescribeVpcs", "{\"vpcSet\":[" + VPC + "]}");
    }

    private static final String GROUP = group("sg-0a", "vpc-0a", "shop-control");
    private static final String VPC = vpc("vpc-0a", "shop");

    /// What the whole needs on the recovery side.
    static FakeRecovery recovery() {
        var recovery = new FakeRecovery();
        recovery.addRole("shop-cluster");
        recovery.addRole("shop-node");
        recovery.addRole("shop-pods");
        recovery.network.add(subnet("subnet-1a", "vpc-1a", "shop-a"));
        recovery.network.add(subnet("subnet-1b", "vpc-1a", "shop-b"));
        recovery.network.add(group("sg-1a", "vpc-1a", "shop-control"));
        recovery.network.add(vpc("vpc-1a", "shop"));
        return recovery;
    }

    static String subnet(String id, String vpc, String name) {
        return "{\"subnetId\":\"%s\",\"vpcId\":\"%s\",\"tagSet\":%s}"
                .formatted(id, vpc, name(name));
    }

    static String group(String id, String vpc, String name) {
        return "{\"groupId\":\"%s\",\"vpcId\":\"%s\",\"groupName\":\"%s\",\"tagSet\":\"\"}"
                .formatted(id, vpc, name);
    }

    static String vpc(String id, String name) {
        return "{\"vpcId\":\"%s\",\"cidrBlock\":\"10.20.0.0/16\",\"tagSet\":%s}"
                .formatted(id, name(name));
    }

    private static String name(String name) {
        return "[{\"key\":\"Name\",\"value\":\"%s\"}]".formatted(name);
    }

    Captured with(String service, String operation, String json) {
        documents.add(new AwsDocument(service, operation, json.getBytes(UTF_8)));
        return this;
    }

    /// An access entry with its policies.
    Captured entry(String principal, String members, String... policies) {
        var listed = new ArrayList<String>();
        for (var policy : policies) {
            listed.add(
                    "{\"policyArn\":\"%s\",\"accessScope\":{\"type\":\"cluster\",\"namespaces\":[]},\"associatedAt\":1.0}"
                            .formatted(policy));
        }
        return with(
                        "eks",
                        "DescribeAccessEntry",
                        "{\"accessEntry\":{\"clusterName\":\"shop\",\"principalArn\":\"%s\"%s}}"
                                .formatted(principal, members))
                .with(
                        "eks",
                        "ListAssociatedAccessPolicies",
                        "{\"clusterName\":\"shop\",\"principalArn\":\"%s\",\"associatedAccessPolicies\":[%s]}"
                                .formatted(principal, String.join(",", listed)));
    }

    SurveyedCloud surveyed() {
        return new SurveyedCloud(documents);
    }

    private static Environment environment(String account, String region) {
        return new Environment(new AccountId(account), new Region(region), Optional.empty());
    }
}
