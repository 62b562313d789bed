"""
What EKS itself puts into a new cluster: its own RBAC, and the self-managed add-ons unless they aren't wanted.

The manifests are ours and short: names, labels, identities and images are EKS's, the rest is what it takes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .. import accesspolicies
from ..registries import registry_of
from ..versions import built_patch_version
from . import cni, dns, proxy, system

if TYPE_CHECKING:
    from ..model import Cluster

Manifest = dict[str, Any]


def objects(cluster: Cluster, addons: bool) -> list[Manifest]:
    """Every object of a new cluster, in an order in which it can be created."""
    manifests = [*system.manifests(), *accesspolicies.manifests()]
    if addons:
        registry = registry_of(cluster.region)
        cidr = cluster.document["kubernetesNetworkConfig"]["serviceIpv4Cidr"]
        network = cluster.document["resourcesVpcConfig"]
        manifests += cni.manifests(registry, cluster.name, network["vpcId"])
        manifests += proxy.manifests(registry, built_patch_version(), cluster.name)
        manifests += dns.manifests(registry, dns.service_address(cidr))
    return manifests
