"""Unmodified tools make clusters in both accounts, and reach them only when they are mapped."""

from __future__ import annotations

import json
import ssl
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from .clients import PRIMARY, RECOVERY, AwsRig, unique
from .eks import Ground, ToolError, Tools, eventually, ground
from .test_ecr import push


@dataclass(frozen=True)
class Made:
    """A cluster and its surroundings."""

    tools: Tools
    ground: Ground

    def describe(self) -> Any:
        """The cluster's document."""
        return self.tools.aws("eks", "describe-cluster", "--name", "shop")["cluster"]


def make(tools: Tools, mode: str) -> Made:
    """A cluster by the AWS CLI, with a node group and a kubeconfig; ACTIVE is awaited."""
    around = ground(tools)
    tools.aws(
        "eks", "create-cluster", "--name", "shop", "--role-arn", around.cluster_role,
        "--resources-vpc-config", f"subnetIds={','.join(around.subnets)}",
        "--access-config", f"authenticationMode={mode}",
        "--tags", "team=shop",
    )  # fmt: skip
    eks = tools.aws_rig.client("eks", tools.profile)
    eventually("ACTIVE", lambda: eks.describe_cluster(name="shop")["cluster"]["status"] == "ACTIVE")
    tools.aws("eks", "update-kubeconfig", "--name", "shop")
    tools.aws(
        "eks", "create-nodegroup", "--cluster-name", "shop", "--nodegroup-name", "workers",
        "--node-role", around.node_role, "--subnets", *around.subnets,
        "--scaling-config", "minSize=1,maxSize=3,desiredSize=2", "--labels", "tier=web",
        "--update-config", "maxUnavailablePercentage=50",
    )  # fmt: skip
    eventually("nodes", lambda: nodegroup(tools)["status"] == "ACTIVE")
    return Made(tools, around)


def nodegroup(tools: Tools) -> Any:
    eks = tools.aws_rig.client("eks", tools.profile)
    return eks.describe_nodegroup(clusterName="shop", nodegroupName="workers")["nodegroup"]


@pytest.fixture(scope="module")
def both(aws: AwsRig, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Made]:
    home = Path(tmp_path_factory.mktemp("home"))
    modes = {"primary": "API_AND_CONFIG_MAP", "recovery": "CONFIG_MAP"}
    return {profile: make(Tools(aws, home, profile), mode) for profile, mode in modes.items()}


@pytest.fixture(scope="module")
def primary(both: dict[str, Made]) -> Made:
    return both["primary"]


@pytest.fixture(scope="module")
def recovery(both: dict[str, Made]) -> Made:
    return both["recovery"]


@pytest.fixture
def stranger(primary: Made) -> Iterator[tuple[str, Tools]]:
    """A role that nothing maps, with a kubeconfig that uses it."""
    tools, name = primary.tools, unique("stranger")
    trust = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{PRIMARY}:root"},
        "Action": "sts:AssumeRole",
    }
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    create = ("iam", "create-role", "--path", "/teams/", "--role-name", name)
    role = tools.aws(*create, "--assume-role-policy-document", document)["Role"]["Arn"]
    as_role = Tools(tools.aws_rig, tools.home / name, tools.profile)
    as_role.home.mkdir()
    as_role.aws("eks", "update-kubeconfig", "--name", "shop", "--role-arn", role)
    yield role, as_role


def test_the_document_has_what_the_cluster_really_is(primary: Made) -> None:
    document = primary.describe()
    network = document["resourcesVpcConfig"]
    assert document["arn"] == f"arn:aws:eks:us-east-1:{PRIMARY}:cluster/shop"
    assert document["version"] == "1.36"
    assert network["vpcId"] == primary.ground.vpc
    assert network["subnetIds"] == primary.ground.subnets
    assert document["accessConfig"] == {
        "authenticationMode": "API_AND_CONFIG_MAP",
        "bootstrapClusterCreatorAdminPermissions": True,
    }
    assert document["kubernetesNetworkConfig"]["serviceIpv4Cidr"] == "172.20.0.0/16"
    assert document["tags"] == {"team": "shop"}


def test_the_cluster_security_group_is_in_ec2_with_the_tags_of_eks(primary: Made) -> None:
    group_id = primary.describe()["resourcesVpcConfig"]["clusterSecurityGroupId"]
    groups = primary.tools.aws("ec2", "describe-security-groups", "--group-ids", group_id)["SecurityGroups"]
    tags = {tag["Key"]: tag["Value"] for tag in groups[0]["Tags"]}
    assert groups[0]["VpcId"] == primary.ground.vpc
    assert groups[0]["GroupName"].startswith("eks-cluster-sg-shop-")
    assert tags["aws:eks:cluster-name"] == "shop"
    assert tags["kubernetes.io/cluster/shop"] == "owned"
    assert groups[0]["IpPermissions"][0]["UserIdGroupPairs"][0]["GroupId"] == group_id


def test_the_two_accounts_have_clusters_of_their_own(primary: Made, recovery: Made) -> None:
    ours, theirs = primary.describe(), recovery.describe()
    assert theirs["arn"] == f"arn:aws:eks:us-west-2:{RECOVERY}:cluster/shop"
    assert ours["endpoint"] != theirs["endpoint"]
    assert ours["certificateAuthority"] != theirs["certificateAuthority"]
    assert ours["identity"] != theirs["identity"]


def test_nodes_carry_the_labels_of_eks_and_the_groups_own(primary: Made) -> None:
    nodes = primary.tools.json("get", "nodes")["items"]
    assert len(nodes) == 2
    for node in nodes:
        labels = node["metadata"]["labels"]
        assert labels["eks.amazonaws.com/nodegroup"] == "workers"
        assert labels["eks.amazonaws.com/capacityType"] == "ON_DEMAND"
        assert labels["node.kubernetes.io/instance-type"] == "t3.medium"
        assert labels["tier"] == "web"
        assert node["spec"]["providerID"].startswith(f"aws:///{labels['topology.kubernetes.io/zone']}/i-")
    zones = {node["metadata"]["labels"]["topology.kubernetes.io/zone"] for node in nodes}
    assert zones == {"us-east-1a", "us-east-1b"}


def test_a_node_group_echoes_what_it_was_given(primary: Made) -> None:
    document = nodegroup(primary.tools)
    assert document["updateConfig"] == {"maxUnavailablePercentage": 50}
    assert document["scalingConfig"] == {"minSize": 1, "maxSize": 3, "desiredSize": 2}
    assert document["nodeRole"] == primary.ground.node_role
    assert document["releaseVersion"].startswith("1.36.")


@pytest.mark.parametrize("profile", ["primary", "recovery"])
def test_the_add_ons_of_eks_run_with_images_of_the_regions_registry(
    both: dict[str, Made], profile: str
) -> None:
    tools = both[profile].tools
    eventually("coredns", lambda: ready(tools, "deployment", "coredns", "readyReplicas") == 2)
    eventually("kube-proxy", lambda: ready(tools, "daemonset", "kube-proxy", "numberReady") == 2)
    assert ready(tools, "daemonset", "aws-node", "numberReady") == 2
    image = tools.json("get", "daemonset", "-n", "kube-system", "aws-node")["spec"]["template"]["spec"]
    registry = f"602401143452.dkr.ecr.{tools.region}.amazonaws.com/"
    assert image["containers"][0]["image"].startswith(f"{registry}amazon-k8s-cni:")
    service = tools.json("get", "service", "-n", "kube-system", "kube-dns")
    assert service["spec"]["clusterIP"] == "172.20.0.10"


def ready(tools: Tools, kind: str, name: str, field: str) -> int:
    return int(tools.json("get", kind, "-n", "kube-system", name)["status"].get(field, 0))


def test_manifests_apply_and_run(primary: Made) -> None:
    manifest = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: web, image: "registry.example/web:1"}]
"""
    primary.tools.kubectl("apply", "-f", "-", stdin=manifest)
    rollout = primary.tools.kubectl("rollout", "status", "deployment/web", "--timeout=30s")
    assert 'deployment "web" successfully rolled out' in rollout


def test_the_request_log_of_the_control_plane_names_the_caller(primary: Made) -> None:
    primary.tools.kubectl("get", "configmaps", "-n", "kube-public")
    place = primary.tools.aws_rig.state.cluster(PRIMARY, "us-east-1", "shop")
    path = "/api/v1/namespaces/kube-public/configmaps"
    lines = [line for line in (place / "audit.log").read_text().splitlines() if path in line]
    assert any(f"arn:aws:iam::{PRIMARY}:user/admin" in line for line in lines)


def test_a_role_is_refused_until_aws_auth_maps_it(stranger: tuple[str, Tools], primary: Made) -> None:
    role, as_role = stranger
    with pytest.raises(ToolError, match=r"must be logged in|Unauthorized"):
        as_role.kubectl("get", "namespaces")
    mapped = [{"rolearn": role.replace("/teams/", "/"), "username": "jan:{{SessionName}}", "groups": ["ops"]}]
    data = {"mapRoles": json.dumps(mapped)}
    metadata = {"name": "aws-auth", "namespace": "kube-system"}
    config_map = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata, "data": data}
    primary.tools.kubectl("apply", "-f", "-", stdin=json.dumps(config_map))
    try:
        seen = eventually("mapped", lambda: whoami(as_role))
        assert seen["username"].startswith("jan:")
        assert seen["groups"] == ["ops", "system:authenticated"]
        with pytest.raises(ToolError, match="Forbidden"):
            as_role.kubectl("get", "secrets", "-A")
    finally:
        primary.tools.kubectl("delete", "configmap", "-n", "kube-system", "aws-auth")


def test_an_access_entry_wins_over_aws_auth_and_its_policy_grants(
    stranger: tuple[str, Tools], primary: Made
) -> None:
    role, as_role = stranger
    tools = primary.tools
    entry = ("--cluster-name", "shop", "--principal-arn", role)
    tools.aws("eks", "create-access-entry", *entry, "--kubernetes-groups", "readers")
    name = role.rsplit("/", 1)[-1]
    seen = eventually("mapped", lambda: whoami(as_role))
    assert seen["username"].startswith(f"arn:aws:sts::{PRIMARY}:assumed-role/{name}/")
    assert "readers" in seen["groups"]
    with pytest.raises(ToolError, match="Forbidden"):
        as_role.kubectl("get", "pods", "-A")
    policy = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy"
    associate = ("eks", "associate-access-policy", *entry, "--policy-arn", policy, "--access-scope")
    tools.aws(*associate, "type=namespace,namespaces=default")
    eventually("view in default", lambda: allowed(as_role, "get", "pods", "-n", "default"))
    assert not allowed(as_role, "get", "pods", "-n", "kube-system")
    tools.aws(*associate, "type=cluster")
    eventually("view everywhere", lambda: allowed(as_role, "get", "pods", "-n", "kube-system"))
    assert not allowed(as_role, "delete", "pods", "-n", "default")
    tools.aws("eks", "delete-access-entry", *entry)
    eventually("out again", lambda: whoami(as_role) is None)


def whoami(tools: Tools) -> Any:
    try:
        return tools.json("auth", "whoami")["status"]["userInfo"]
    except ToolError:
        return None


def allowed(tools: Tools, *what: str) -> bool:
    try:
        return tools.kubectl("auth", "can-i", *what).strip() == "yes"
    except ToolError:
        return False


def test_node_roles_get_in_by_entry_or_by_aws_auth_as_the_mode_wants(primary: Made, recovery: Made) -> None:
    entries = primary.tools.aws("eks", "list-access-entries", "--cluster-name", "shop")["accessEntries"]
    assert set(entries) >= {f"arn:aws:iam::{PRIMARY}:user/admin", primary.ground.node_role}
    with pytest.raises(ToolError, match="authentication mode must be set to one of"):
        recovery.tools.aws("eks", "list-access-entries", "--cluster-name", "shop")
    auth = recovery.tools.json("get", "configmap", "-n", "kube-system", "aws-auth")
    assert recovery.ground.node_role in auth["data"]["mapRoles"]
    assert "system:node:{{EC2PrivateDNSName}}" in auth["data"]["mapRoles"]


def test_the_creator_is_administrator_in_either_mode(primary: Made, recovery: Made) -> None:
    ours = whoami(primary.tools)
    assert ours["username"] == f"arn:aws:iam::{PRIMARY}:user/admin"
    assert ours["extra"]["arn"] == [f"arn:aws:iam::{PRIMARY}:user/admin"]
    theirs = whoami(recovery.tools)
    assert theirs["username"] == "kubernetes-admin"
    assert "system:masters" in theirs["groups"]


def test_the_issuer_serves_the_key_that_signs_service_account_tokens(primary: Made) -> None:
    issuer = primary.describe()["identity"]["oidc"]["issuer"]
    context = ssl.create_default_context(cafile=str(primary.tools.aws_rig.state.root / "issuer.crt"))
    with urllib.request.urlopen(f"{issuer}/.well-known/openid-configuration", context=context) as answer:
        discovery = json.load(answer)
    assert discovery["issuer"] == issuer
    with urllib.request.urlopen(discovery["jwks_uri"], context=context) as answer:
        served = json.load(answer)["keys"]
    own = json.loads(primary.tools.kubectl("get", "--raw", "/openid/v1/jwks"))["keys"]
    assert [(key["kid"], key["n"]) for key in served] == [(key["kid"], key["n"]) for key in own]


def test_a_fargate_profile_gives_its_pods_nodes(primary: Made) -> None:
    tools = primary.tools
    tools.kubectl("create", "namespace", "serverless")
    tools.aws(
        "eks", "create-fargate-profile", "--cluster-name", "shop", "--fargate-profile-name", "fp",
        "--pod-execution-role-arn", primary.ground.fargate_role, "--selectors", "namespace=serverless",
    )  # fmt: skip
    tools.kubectl("run", "one", "-n", "serverless", "--image", "registry.example/one:1")
    pod = eventually("running", lambda: running_pod(tools, "serverless", "one"))
    assert pod["spec"]["nodeName"].startswith("fargate-ip-")
    node = tools.json("get", "node", pod["spec"]["nodeName"])
    assert node["metadata"]["labels"]["eks.amazonaws.com/compute-type"] == "fargate"


def running_pod(tools: Tools, namespace: str, name: str) -> Any:
    pod = tools.json("get", "pod", "-n", namespace, name)
    return pod if pod["status"].get("phase") == "Running" else None


def test_an_image_that_the_registry_lacks_is_not_pulled_until_it_is_there(primary: Made) -> None:
    tools = primary.tools
    ecr = tools.aws_rig.client("ecr")
    ecr.create_repository(repositoryName="late")
    tools.kubectl("run", "late", "--image", f"{PRIMARY}.dkr.ecr.us-east-1.amazonaws.com/late:1")

    def waits() -> bool:
        statuses = tools.json("get", "pod", "late")["status"].get("containerStatuses") or [{}]
        reason = statuses[0].get("state", {}).get("waiting", {}).get("reason")
        return reason in {"ErrImagePull", "ImagePullBackOff"}

    eventually("the pull fails", waits)
    push(ecr, "late", "1")
    eventually("the pull succeeds", lambda: running_pod(tools, "default", "late"), patience=60)


def test_scaling_a_group_brings_and_takes_nodes(primary: Made) -> None:
    tools = primary.tools
    update = ("eks", "update-nodegroup-config", "--cluster-name", "shop", "--nodegroup-name", "workers")
    tools.aws(*update, "--scaling-config", "desiredSize=3", "--labels", "addOrUpdateLabels={more=yes}")
    eventually("three", lambda: nodegroup(tools)["status"] == "ACTIVE" and len(workers(tools)) == 3)
    assert all(node["metadata"]["labels"]["more"] == "yes" for node in workers(tools))
    tools.aws(*update, "--scaling-config", "desiredSize=2")
    eventually("two", lambda: nodegroup(tools)["status"] == "ACTIVE" and len(workers(tools)) == 2)


def workers(tools: Tools) -> list[Any]:
    items: list[Any] = tools.json("get", "nodes", "-l", "eks.amazonaws.com/nodegroup=workers")["items"]
    return items


def test_a_pod_becomes_its_role_by_the_token_of_its_service_account(primary: Made) -> None:
    tools, issuer = primary.tools, primary.describe()["identity"]["oidc"]["issuer"]
    iam, name = tools.aws_rig.client("iam", tools.profile), unique("irsa")
    provider = iam.create_open_id_connect_provider(Url=issuer, ClientIDList=["sts.amazonaws.com"])
    bare = issuer.removeprefix("https://")
    subject = {f"{bare}:sub": "system:serviceaccount:default:default", f"{bare}:aud": "sts.amazonaws.com"}
    trust = {
        "Effect": "Allow",
        "Principal": {"Federated": provider["OpenIDConnectProviderArn"]},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {"StringEquals": subject},
    }
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=document)["Role"]["Arn"]
    sts = tools.aws_rig.client("sts", tools.profile)

    def assume(account: str, audience: str) -> Any:
        token = tools.kubectl("create", "token", account, "--audience", audience).strip()
        wanted = {"RoleArn": role, "RoleSessionName": "pod", "WebIdentityToken": token}
        return sts.assume_role_with_web_identity(**wanted)

    tools.kubectl("create", "serviceaccount", name)
    assert assume("default", "sts.amazonaws.com")["AssumedRoleUser"]["Arn"].endswith(f"/{name}/pod")
    with pytest.raises(ClientError, match="Not authorized to perform sts:AssumeRoleWithWebIdentity"):
        assume(name, "sts.amazonaws.com")
    with pytest.raises(ClientError, match="Incorrect token audience"):
        assume("default", "https://kubernetes.default.svc")
