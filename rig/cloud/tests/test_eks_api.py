"""What EKS refuses, and what it says of itself, without a cluster."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

import pytest
from botocore.exceptions import ClientError

from .clients import PRIMARY, AwsRig, Keys, allow, code_of, root, trust, unique

EVERYONE = trust(root(PRIMARY))


def service_trust(*services: str) -> dict[str, Any]:
    return {"Effect": "Allow", "Principal": {"Service": list(services)}, "Action": "sts:AssumeRole"}


@pytest.fixture(scope="module")
def network(aws: AwsRig) -> dict[str, list[str]]:
    """Two subnets in two zones, one more in the first zone, one in another VPC."""
    ec2 = aws.client("ec2")
    vpcs = [ec2.create_vpc(CidrBlock="10.30.0.0/16")["Vpc"]["VpcId"] for _ in range(2)]

    def subnet(vpc: str, number: int, zone: str) -> str:
        made = ec2.create_subnet(
            VpcId=vpc, CidrBlock=f"10.30.{number}.0/24", AvailabilityZone=f"us-east-1{zone}"
        )
        return str(made["Subnet"]["SubnetId"])

    good = [subnet(vpcs[0], 0, "a"), subnet(vpcs[0], 1, "b")]
    return {
        "good": good,
        "one zone": [good[0], subnet(vpcs[0], 2, "a")],
        "apart": [good[0], subnet(vpcs[1], 3, "b")],
    }


@pytest.fixture(scope="module")
def role(aws: AwsRig) -> str:
    return aws.role("primary", service_trust("eks.amazonaws.com"))


def create(aws: AwsRig, role: str, subnets: list[str], who: str | Keys = "primary", **more: Any) -> Any:
    arguments = {
        "name": unique("cluster"),
        "roleArn": role,
        "resourcesVpcConfig": {"subnetIds": subnets},
        **more,
    }
    return aws.client("eks", who).create_cluster(**arguments)


@pytest.mark.parametrize(
    ("more", "code", "message"),
    [
        ({"version": "1.29"}, "InvalidParameterException", "unsupported Kubernetes version 1.29"),
        ({"name": "-x"}, "InvalidParameterException", "The cluster name must match"),
        (
            {"accessConfig": {"bootstrapClusterCreatorAdminPermissions": False}},
            "InvalidParameterException",
            "bootstrapClusterCreatorAdminPermissions must be true "
            "if cluster authentication mode is set to CONFIG_MAP",
        ),
        (
            {"kubernetesNetworkConfig": {"serviceIpv4Cidr": "10.30.0.0/16"}},
            "InvalidParameterException",
            "Service IPv4 CIDR 10.30.0.0/16 must not overlap with the VPC's 10.30.0.0/16",
        ),
        (
            {
                "encryptionConfig": [
                    {
                        "resources": ["secrets"],
                        "provider": {"keyArn": "arn:aws:kms:us-east-1:111111111111:key/no"},
                    }
                ]
            },
            "InvalidParameterException",
            "no such key",
        ),
        (
            {"outpostConfig": {"outpostArns": ["arn"], "controlPlaneInstanceType": "m5.large"}},
            "NotImplementedByRig",
            "The rig does not do local clusters on Outposts (outpostConfig): it would only pretend.",
        ),
        ({"computeConfig": {"enabled": True}}, "NotImplementedByRig", "EKS Auto Mode"),
        ({"kubernetesNetworkConfig": {"ipFamily": "ipv6"}}, "NotImplementedByRig", "IPv6 clusters"),
    ],
)
def test_a_cluster_that_cannot_be_is_refused(
    aws: AwsRig, role: str, network: dict[str, list[str]], more: dict[str, Any], code: str, message: str
) -> None:
    with pytest.raises(ClientError) as raised:
        create(aws, role, network["good"], **more)
    assert code_of(raised) == code
    assert message in raised.value.response["Error"]["Message"]


@pytest.mark.parametrize(
    ("which", "message"),
    [
        ("one zone", "Subnets specified must be in at least two different AZs"),
        ("apart", "Subnets specified must belong to the same VPC"),
    ],
)
def test_subnets_that_do_not_fit_are_refused(
    aws: AwsRig, role: str, network: dict[str, list[str]], which: str, message: str
) -> None:
    with pytest.raises(ClientError, match=message):
        create(aws, role, network[which])


def test_a_subnet_that_does_not_exist_is_refused(aws: AwsRig, role: str) -> None:
    with pytest.raises(ClientError, match="The subnet ID 'subnet-0none' does not exist"):
        create(aws, role, ["subnet-0none"])


def test_a_role_that_is_missing_or_trusts_another_service_is_refused(
    aws: AwsRig, network: dict[str, list[str]]
) -> None:
    for arn in (f"arn:aws:iam::{PRIMARY}:role/none", aws.role("primary", service_trust("ec2.amazonaws.com"))):
        with pytest.raises(ClientError, match="could not be assumed because it does not exist"):
            create(aws, arn, network["good"])


def test_a_refused_cluster_leaves_nothing(aws: AwsRig, role: str, network: dict[str, list[str]]) -> None:
    before = len(aws.client("ec2").describe_security_groups()["SecurityGroups"])
    clusters = aws.client("eks").list_clusters()["clusters"]
    with pytest.raises(ClientError):
        create(aws, role, network["one zone"])
    assert aws.client("eks").list_clusters()["clusters"] == clusters
    assert len(aws.client("ec2").describe_security_groups()["SecurityGroups"]) == before


@pytest.mark.parametrize(
    ("operation", "arguments", "message"),
    [
        ("describe_cluster", {"name": "none"}, "No cluster found for name: none."),
        ("list_nodegroups", {"clusterName": "none"}, "No cluster found for name: none."),
        ("list_addons", {"clusterName": "none"}, "No cluster found for name: none."),
        ("delete_cluster", {"name": "none"}, "No cluster found for name: none."),
    ],
)
def test_what_is_not_there_is_not_found(
    aws: AwsRig, operation: str, arguments: dict[str, str], message: str
) -> None:
    with pytest.raises(ClientError, match=message) as raised:
        getattr(aws.client("eks"), operation)(**arguments)
    assert code_of(raised) == "ResourceNotFoundException"


def test_what_the_rig_would_only_pretend_is_refused_with_501(aws: AwsRig) -> None:
    with pytest.raises(ClientError, match="The rig does not do eks:CreateAddon") as raised:
        aws.client("eks").create_addon(clusterName="shop", addonName="vpc-cni")
    assert raised.value.response["ResponseMetadata"]["HTTPStatusCode"] == 501


def test_the_only_version_is_the_one_that_was_built(aws: AwsRig) -> None:
    versions = aws.client("eks").describe_cluster_versions()["clusterVersions"]
    assert [one["clusterVersion"] for one in versions] == ["1.36"]


def test_the_caller_needs_the_operations_permission_on_the_resource(
    aws: AwsRig, role: str, network: dict[str, list[str]]
) -> None:
    elsewhere = aws.assume(
        "primary",
        aws.role("primary", EVERYONE, allow("eks:*", "arn:aws:eks:us-east-1:111111111111:cluster/mine")),
    )
    with pytest.raises(
        ClientError, match="is not authorized to perform: eks:CreateCluster on resource: "
    ) as raised:
        create(aws, role, network["good"], elsewhere)
    assert code_of(raised) == "AccessDeniedException"


def test_the_caller_must_be_allowed_to_hand_over_the_role(
    aws: AwsRig, role: str, network: dict[str, list[str]]
) -> None:
    condition = {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}
    holder = aws.role("primary", EVERYONE, allow("eks:*"), allow("iam:PassRole", Condition=condition))
    with pytest.raises(ClientError, match="is not authorized to perform: iam:PassRole on resource"):
        create(aws, role, network["good"], aws.assume("primary", holder))


def test_a_policy_can_be_held_to_the_authentication_mode(
    aws: AwsRig, role: str, network: dict[str, list[str]]
) -> None:
    condition = {"StringEquals": {"eks:authenticationMode": "CONFIG_MAP"}}
    holder = aws.assume(
        "primary", aws.role("primary", EVERYONE, allow("eks:CreateCluster", Condition=condition))
    )
    with pytest.raises(ClientError, match="eks:CreateCluster"):
        create(aws, role, network["good"], holder, accessConfig={"authenticationMode": "API"})
    with pytest.raises(ClientError, match="iam:PassRole"):
        create(aws, role, network["good"], holder)


def test_a_local_cluster_can_be_planted_for_those_who_must_refuse_it(aws: AwsRig) -> None:
    body = json.dumps({"name": "edge", "region": "eu-west-1"}).encode()
    request = urllib.request.Request(f"{aws.endpoint}/_rig/eks/outpost-cluster", body, method="POST")
    with urllib.request.urlopen(request) as answer:
        assert json.load(answer)["name"] == "edge"
    found = aws.client("eks", region="eu-west-1").describe_cluster(name="edge")["cluster"]
    assert found["outpostConfig"]["controlPlaneInstanceType"] == "m5.large"
    aws.client("eks", region="eu-west-1").delete_cluster(name="edge")


def test_members_of_a_clusters_document_can_be_planted_and_put_back(aws: AwsRig) -> None:
    eks = aws.client("eks", region="eu-west-2")

    def post(route: str, **body: object) -> dict[str, Any]:
        request = urllib.request.Request(
            f"{aws.endpoint}/_rig/eks/{route}", json.dumps(body).encode(), method="POST"
        )
        with urllib.request.urlopen(request) as answer:
            return dict(json.load(answer))

    def plant(**document: object) -> dict[str, Any]:
        return post("cluster-document", account=PRIMARY, region="eu-west-2", name="edge", document=document)

    post("outpost-cluster", name="edge", region="eu-west-2")
    before = plant(endpoint="https://127.0.0.1:9")
    assert before == {"endpoint": None}
    assert eks.describe_cluster(name="edge")["cluster"]["endpoint"] == "https://127.0.0.1:9"
    plant(**before)
    assert not eks.describe_cluster(name="edge")["cluster"].get("endpoint")
    eks.delete_cluster(name="edge")


def test_images_of_awss_own_registries_are_there_by_region(aws: AwsRig) -> None:
    def present(reference: str) -> bool:
        with urllib.request.urlopen(f"{aws.endpoint}/_rig/image-check?ref={reference}") as answer:
            return bool(json.load(answer)["present"])

    assert present("602401143452.dkr.ecr.us-east-1.amazonaws.com/eks/coredns:v1")
    assert present("590381155156.dkr.ecr.eu-south-1.amazonaws.com/amazon-k8s-cni:v1")
    assert not present("602401143452.dkr.ecr.eu-south-1.amazonaws.com/eks/coredns:v1")
    assert not present("602401143452.dkr.ecr.us-east-1.amazonaws.com/mine:v1")
    assert not present(f"{PRIMARY}.dkr.ecr.us-east-1.amazonaws.com/none:v1")
