"""Nodes of managed node groups: where they lie, what they are called, which labels they carry."""

from __future__ import annotations

import hashlib
import ipaddress
import secrets
from typing import TYPE_CHECKING, Any

from .model import Cluster, Nodegroup, invalid

if TYPE_CHECKING:
    from .cloud import Subnet

_EFFECTS = {"NO_SCHEDULE": "NoSchedule", "NO_EXECUTE": "NoExecute", "PREFER_NO_SCHEDULE": "PreferNoSchedule"}


def taints_of(group: Nodegroup) -> list[dict[str, str]]:
    """The group's taints as Kubernetes spells them."""
    taints = []
    for taint in group.document["taints"] or []:
        if taint.get("effect") not in _EFFECTS:
            raise invalid(f"taint effect {taint.get('effect')!r} is not one of {', '.join(_EFFECTS)}")
        spelled = {"key": taint["key"], "value": taint.get("value", ""), "effect": _EFFECTS[taint["effect"]]}
        taints.append(spelled)
    return taints


def free_address(cluster: Cluster, subnet: Subnet) -> str:
    """A node's address: from the subnet's upper end downwards, as pods take theirs from the lower end."""
    taken = {name for group in cluster.nodegroups.values() for name in group.nodes.values()}
    network = ipaddress.ip_network(subnet.cidr)
    for offset in range(2, network.num_addresses - 4):
        address = str(network[network.num_addresses - offset])
        if node_name(cluster.region, address) not in taken:
            return address
    raise invalid(f"Subnet {subnet.id} has no free addresses")


def node_name(region: str, address: str) -> str:
    """The private DNS name that EC2 gives, by which EKS's nodes are called."""
    domain = "ec2.internal" if region == "us-east-1" else f"{region}.compute.internal"
    return f"ip-{address.replace('.', '-')}.{domain}"


def instance_id() -> str:
    """A new EC2 instance id. No instance stands behind it in EC2 of the rig."""
    return f"i-0{secrets.token_hex(8)}"


def node_document(
    cluster: Cluster, group: Nodegroup, subnet: Subnet, instance: str, address: str
) -> dict[str, Any]:
    """What the control plane is told of a node."""
    types = group.document["instanceTypes"] or ["m5.large"]
    return {
        "labels": labels_of(cluster, group, subnet),
        "taints": taints_of(group),
        "providerID": f"aws:///{subnet.zone}/{instance}",
        "instanceType": types[0],
        "zone": subnet.zone,
        "podCidr": subnet.cidr,
        "internalIP": address,
        "requiresNetwork": True,
    }


def labels_of(cluster: Cluster, group: Nodegroup, subnet: Subnet) -> dict[str, str]:
    """The group's own labels and those that EKS puts on a managed node."""
    document = group.document
    labels = {
        "eks.amazonaws.com/nodegroup": group.name,
        "eks.amazonaws.com/capacityType": document["capacityType"],
        "k8s.io/cloud-provider-aws": short_hash(cluster.document["arn"]),
        "topology.k8s.aws/zone-id": subnet.zone_id,
    }
    template = document["launchTemplate"]
    if template:
        labels["eks.amazonaws.com/sourceLaunchTemplateId"] = template["id"]
        labels["eks.amazonaws.com/sourceLaunchTemplateVersion"] = template["version"]
    return {**labels, **(document["labels"] or {})}


def short_hash(text: str) -> str:
    """32 hexadecimal digits of a text, as the cloud provider's label has."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]
