"""A cluster from its making to its end: updates, what keeps it from its end, what a crash leaves."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from rigcloud import launcher
from rigcloud.process import ProcessId
from rigcloud.state import StateDirectory

from .clients import PRIMARY, AwsRig, code_of
from .eks import Ground, Tools, eventually, ground


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AwsRig]:
    """A rig of this module's own: one test lets it crash."""
    state = StateDirectory(tmp_path_factory.mktemp("own"))
    launcher.up(state)
    document = launcher.running(state)
    assert document is not None
    yield AwsRig(state, document["endpoint"])
    launcher.down(state)


@pytest.fixture(scope="module")
def tools(own: AwsRig, tmp_path_factory: pytest.TempPathFactory) -> Tools:
    return Tools(own, tmp_path_factory.mktemp("home"), "primary")


@pytest.fixture(scope="module")
def around(tools: Tools) -> Ground:
    return ground(tools, "192.168")


@pytest.fixture(scope="module")
def eks(own: AwsRig, around: Ground) -> Any:
    """A client, and by then an ACTIVE cluster `bare` that was made without add-ons."""
    client = own.client("eks")
    client.create_cluster(
        name="bare",
        roleArn=around.cluster_role,
        resourcesVpcConfig={"subnetIds": around.subnets},
        bootstrapSelfManagedAddons=False,
        clientRequestToken="once",
    )
    eventually("ACTIVE", lambda: status(client) == "ACTIVE", patience=60)
    return client


def status(client: Any, name: str = "bare") -> str | None:
    try:
        return str(client.describe_cluster(name=name)["cluster"]["status"])
    except client.exceptions.ResourceNotFoundException:
        return None


def plane(own: AwsRig, name: str = "bare") -> ProcessId:
    place = own.state.cluster(PRIMARY, "us-east-1", name)
    found = ProcessId.from_json(json.loads((place / "process.json").read_text()))
    assert found is not None
    return found


def test_the_same_request_again_makes_no_second_cluster(eks: Any, around: Ground) -> None:
    again = {
        "name": "bare",
        "roleArn": around.cluster_role,
        "resourcesVpcConfig": {"subnetIds": around.subnets},
    }
    assert eks.create_cluster(**again, clientRequestToken="once")["cluster"]["status"] == "ACTIVE"
    with pytest.raises(ClientError, match="Cluster already exists with name: bare") as raised:
        eks.create_cluster(**again)
    assert code_of(raised) == "ResourceInUseException"


def test_services_keep_clear_of_the_vpcs_range(eks: Any) -> None:
    network = eks.describe_cluster(name="bare")["cluster"]["kubernetesNetworkConfig"]
    assert network["serviceIpv4Cidr"] == "10.100.0.0/16"


def test_a_node_group_stays_creating_while_no_network_daemon_runs(
    eks: Any, around: Ground, tools: Tools
) -> None:
    arguments = {"clusterName": "bare", "nodegroupName": "workers"}
    eks.create_nodegroup(**arguments, nodeRole=around.node_role, subnets=around.subnets)
    with pytest.raises(ClientError, match="Cluster has nodegroups attached"):
        eks.delete_cluster(name="bare")
    tools.aws("eks", "update-kubeconfig", "--name", "bare")
    nodes = eventually("heartbeats", lambda: [node for node in listed(tools) if readiness(node)])
    assert {readiness(node) for node in nodes} == {"False"}
    assert eks.describe_nodegroup(**arguments)["nodegroup"]["status"] == "CREATING"
    eks.delete_nodegroup(**arguments)
    eventually("gone", lambda: eks.list_nodegroups(clusterName="bare")["nodegroups"] == [])
    eventually("no nodes", lambda: listed(tools) == [])


def listed(tools: Tools) -> list[Any]:
    items: list[Any] = tools.json("get", "nodes")["items"]
    return items


def readiness(node: Any) -> str | None:
    conditions = node["status"].get("conditions", [])
    return next((one["status"] for one in conditions if one["type"] == "Ready"), None)


def test_updates_change_the_document_and_are_told_of(eks: Any) -> None:
    update = eks.update_cluster_config(
        name="bare",
        resourcesVpcConfig={"endpointPrivateAccess": True, "publicAccessCidrs": ["203.0.113.0/24"]},
    )["update"]
    assert (update["type"], update["status"]) == ("EndpointAccessUpdate", "InProgress")
    assert eks.describe_update(name="bare", updateId=update["id"])["update"]["status"] == "Successful"
    assert update["id"] in eks.list_updates(name="bare")["updateIds"]
    network = eks.describe_cluster(name="bare")["cluster"]["resourcesVpcConfig"]
    assert network["endpointPrivateAccess"] is True
    assert network["publicAccessCidrs"] == ["203.0.113.0/24"]


def test_logging_is_changed_type_by_type(eks: Any) -> None:
    eks.update_cluster_config(
        name="bare", logging={"clusterLogging": [{"types": ["audit"], "enabled": True}]}
    )
    setups = eks.describe_cluster(name="bare")["cluster"]["logging"]["clusterLogging"]
    assert setups[0] == {"types": ["audit"], "enabled": True}
    assert "audit" not in setups[1]["types"]


def test_one_update_changes_one_kind_of_thing(eks: Any) -> None:
    with pytest.raises(ClientError, match="Exactly one type of update can be allowed"):
        eks.update_cluster_config(
            name="bare", deletionProtection=True, upgradePolicy={"supportType": "STANDARD"}
        )


def test_the_authentication_mode_goes_forward_one_step_at_a_time(eks: Any) -> None:
    def move(mode: str) -> None:
        eks.update_cluster_config(name="bare", accessConfig={"authenticationMode": mode})

    with pytest.raises(ClientError, match="Unsupported authentication mode update from CONFIG_MAP to API"):
        move("API")
    move("API_AND_CONFIG_MAP")
    assert eks.list_access_entries(clusterName="bare")["accessEntries"] == [
        f"arn:aws:iam::{PRIMARY}:user/admin"
    ]
    with pytest.raises(ClientError, match="from API_AND_CONFIG_MAP to CONFIG_MAP"):
        move("CONFIG_MAP")
    move("API")


def test_an_access_entry_wants_a_principal_that_exists_and_groups_that_are_free(
    eks: Any, around: Ground
) -> None:
    with pytest.raises(ClientError, match="invalid principal"):
        eks.create_access_entry(clusterName="bare", principalArn=f"arn:aws:iam::{PRIMARY}:role/none")
    with pytest.raises(ClientError, match="it cannot start with system:"):
        eks.create_access_entry(
            clusterName="bare", principalArn=around.node_role, kubernetesGroups=["system:masters"]
        )


def test_tags_come_and_go(eks: Any) -> None:
    arn = eks.describe_cluster(name="bare")["cluster"]["arn"]
    eks.tag_resource(resourceArn=arn, tags={"a": "1", "b": "2"})
    eks.untag_resource(resourceArn=arn, tagKeys=["a"])
    assert eks.list_tags_for_resource(resourceArn=arn)["tags"] == {"b": "2"}
    assert eks.describe_cluster(name="bare")["cluster"]["tags"] == {"b": "2"}


def test_a_protected_cluster_is_not_deleted(eks: Any) -> None:
    eks.update_cluster_config(name="bare", deletionProtection=True)
    with pytest.raises(ClientError, match="deletion protection is enabled"):
        eks.delete_cluster(name="bare")
    eks.update_cluster_config(name="bare", deletionProtection=False)


def test_a_deleted_cluster_is_gone_with_its_process_its_data_and_its_group(eks: Any, own: AwsRig) -> None:
    process = plane(own)
    group = eks.describe_cluster(name="bare")["cluster"]["resourcesVpcConfig"]["clusterSecurityGroupId"]
    assert eks.delete_cluster(name="bare")["cluster"]["status"] == "DELETING"
    eventually("gone", lambda: status(eks) is None)
    assert not process.alive
    assert not own.state.cluster(PRIMARY, "us-east-1", "bare").exists()
    with pytest.raises(ClientError, match=group):
        own.client("ec2").describe_security_groups(GroupIds=[group])


def test_down_ends_control_planes_that_a_crashed_supervisor_left(
    own: AwsRig, eks: Any, around: Ground
) -> None:
    eks.create_cluster(
        name="orphan", roleArn=around.cluster_role, resourcesVpcConfig={"subnetIds": around.subnets}
    )
    eventually("started", (own.state.cluster(PRIMARY, "us-east-1", "orphan") / "process.json").exists)
    orphan = plane(own, "orphan")
    supervisor = ProcessId.from_json(json.loads(own.state.rig_file.read_text())["supervisor"])
    assert supervisor is not None
    os.kill(supervisor.pid, signal.SIGKILL)
    eventually("killed", lambda: not supervisor.alive)
    assert launcher.running(own.state) is None
    assert launcher.down(own.state)
    assert not orphan.alive
