"""UpdateClusterConfig and what tells of updates. The rig makes an update at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from ..answers import Refusal
from . import access, cloud
from .clusterinput import completed_logging
from .model import Call, Cluster, Document, Store, invalid, new_update, not_done, page
from .versions import built_version

_MODES = ["CONFIG_MAP", "API_AND_CONFIG_MAP", "API"]


def update_config(store: Store, call: Call) -> Document:
    """One kind of change for each call, as EKS wants it."""
    cluster = store.active(call)
    given = [name for name in call.parameters if name not in {"name", "clientRequestToken"}]
    if len(given) != 1:
        raise invalid(f"Exactly one type of update can be allowed, got: {', '.join(given) or 'none'}")
    change = _CHANGES.get(given[0])
    if change is None:
        raise not_done(f"updates of {given[0]}")
    with cluster.lock:
        kind, params = change(call, cluster, call.parameters[given[0]])
        return {"update": new_update(cluster, kind, params)}


Change = tuple[str, list[tuple[str, Any]]]


def _vpc(call: Call, cluster: Cluster, wanted: Document) -> Change:
    network = cluster.document["resourcesVpcConfig"]
    if "subnetIds" in wanted or "securityGroupIds" in wanted:
        return _vpc_members(call, network, wanted)
    changed = {**network, **{key: value for key, value in wanted.items() if value is not None}}
    if not (changed["endpointPublicAccess"] or changed["endpointPrivateAccess"]):
        raise invalid("Private and public endpoint access cannot be false")
    if all(changed[key] == network[key] for key in wanted):
        raise invalid("Cluster is already at the desired configuration with the given endpoint access")
    network.update(changed)
    return "EndpointAccessUpdate", [
        ("EndpointPublicAccess", json.dumps(changed["endpointPublicAccess"])),
        ("EndpointPrivateAccess", json.dumps(changed["endpointPrivateAccess"])),
        ("PublicAccessCidrs", json.dumps(changed["publicAccessCidrs"])),
    ]


def _vpc_members(call: Call, network: Document, wanted: Document) -> Change:
    params: list[tuple[str, Any]] = []
    if wanted.get("subnetIds"):
        subnets = cloud.subnets(call, wanted["subnetIds"])
        if subnets[0].vpc != network["vpcId"] or len({subnet.zone for subnet in subnets}) < 2:
            raise invalid("Subnets must be in the cluster's VPC and in at least two different AZs")
        network["subnetIds"] = list(wanted["subnetIds"])
        params.append(("Subnets", json.dumps(network["subnetIds"])))
    if wanted.get("securityGroupIds") is not None:
        cloud.check_security_groups(call, wanted["securityGroupIds"], network["vpcId"])
        network["securityGroupIds"] = list(wanted["securityGroupIds"])
        params.append(("SecurityGroups", json.dumps(network["securityGroupIds"])))
    return "VpcConfigUpdate", params


def _logging(_: Call, cluster: Cluster, wanted: Document) -> Change:
    current = cluster.document["logging"]["clusterLogging"]
    changed = completed_logging({"clusterLogging": current + (wanted.get("clusterLogging") or [])})
    if changed == cluster.document["logging"]:
        raise invalid("No changes needed for the logging config provided")
    cluster.document["logging"] = changed
    return "LoggingUpdate", [("ClusterLogging", json.dumps(changed))]


def _access(call: Call, cluster: Cluster, wanted: Document) -> Change:
    """One step forward at a time, never back."""
    mode, current = wanted.get("authenticationMode"), cluster.mode
    if mode not in _MODES or _MODES.index(mode) != _MODES.index(current) + 1:
        raise invalid(f"Unsupported authentication mode update from {current} to {mode}")
    cluster.document["accessConfig"]["authenticationMode"] = mode
    if current == "CONFIG_MAP":
        access.admit_creator(call, cluster)
    return "AccessConfigUpdate", [("AuthenticationMode", f'"{mode}"')]


def _attribute(name: str, kind: str, param: str) -> Callable[[Call, Cluster, Any], Change]:
    def change(_: Call, cluster: Cluster, wanted: Any) -> Change:
        if cluster.document[name] == wanted:
            raise invalid(f"Cluster is already at the desired {name}")
        cluster.document[name] = wanted
        return kind, [(param, json.dumps(wanted))]

    return change


_CHANGES: dict[str, Callable[[Call, Cluster, Any], Change]] = {
    "resourcesVpcConfig": _vpc,
    "logging": _logging,
    "accessConfig": _access,
    "upgradePolicy": _attribute("upgradePolicy", "UpgradePolicyUpdate", "UpgradePolicy"),
    "zonalShiftConfig": _attribute("zonalShiftConfig", "ZonalShiftConfigUpdate", "ZonalShiftConfig"),
    "deletionProtection": _attribute("deletionProtection", "DeletionProtectionUpdate", "DeletionProtection"),
}


def update_version(store: Store, call: Call) -> Document:
    """The rig has one Kubernetes: an update to it or to another is refused in EKS's words."""
    cluster = store.active(call)
    if call.parameters["version"] == built_version():
        raise invalid(f"Cluster is already at version {built_version()}", clusterName=cluster.name)
    raise invalid(f"unsupported Kubernetes version {call.parameters['version']}", clusterName=cluster.name)


def describe_update(store: Store, call: Call) -> Document:
    """One update of a cluster or of its node groups."""
    cluster = store.named(call)
    update = cluster.updates.get(call.parameters["updateId"])
    if update is None:
        raise Refusal(
            404, "ResourceNotFoundException", f"No update found for ID: {call.parameters['updateId']}"
        )
    return {"update": update}


def list_updates(store: Store, call: Call) -> Document:
    """Ids of the cluster's updates."""
    return page(call, list(store.named(call).updates), "updateIds")


def versions(_: Store, __: Call) -> Document:
    """DescribeClusterVersions: the one that was built."""
    only = {
        "clusterVersion": built_version(),
        "clusterType": "eks",
        "defaultVersion": True,
        "status": "STANDARD_SUPPORT",
    }
    return {"clusterVersions": [only], "nextToken": None}


OPERATIONS = {
    "UpdateClusterConfig": update_config,
    "UpdateClusterVersion": update_version,
    "DescribeUpdate": describe_update,
    "ListUpdates": list_updates,
    "DescribeClusterVersions": versions,
}
