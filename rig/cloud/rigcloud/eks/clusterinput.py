"""
CreateCluster's input: checked as EKS checks it, completed with EKS's defaults.

https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html
"""

from __future__ import annotations

import ipaddress

from . import cloud
from .model import Call, Document, invalid, not_done
from .versions import built_version

LOG_TYPES = ["api", "audit", "authenticator", "controllerManager", "scheduler"]
_NOT_DONE = {
    "outpostConfig": "local clusters on Outposts",
    "computeConfig": "EKS Auto Mode",
    "storageConfig": "EKS Auto Mode's storage",
    "remoteNetworkConfig": "hybrid nodes",
    "controlPlaneScalingConfig": "provisioned control planes",
}


def checked_input(call: Call) -> Document:
    """The part of the cluster's document that comes from the input."""
    for name, what in _NOT_DONE.items():
        if call.get(name) is not None:
            raise not_done(f"{what} ({name})")
    version = call.get("version")
    if version is not None and version != built_version():
        raise invalid(f"unsupported Kubernetes version {version}", clusterName=call.parameters["name"])
    cloud.role(call, call.parameters["roleArn"], "eks.amazonaws.com")
    network = _network(call)
    return {
        "resourcesVpcConfig": network,
        "kubernetesNetworkConfig": _kubernetes_network(call, network["vpcId"]),
        "logging": completed_logging(call.get("logging", {})),
        "encryptionConfig": _encryption(call),
        "accessConfig": _access(call),
        "upgradePolicy": {"supportType": call.get("upgradePolicy", {}).get("supportType", "EXTENDED")},
        "zonalShiftConfig": {"enabled": bool(call.get("zonalShiftConfig", {}).get("enabled", False))},
        "deletionProtection": bool(call.get("deletionProtection", False)),
    }


def _network(call: Call) -> Document:
    wanted = call.parameters["resourcesVpcConfig"]
    ids = wanted.get("subnetIds") or []
    if not ids:
        raise invalid("subnets can not be empty")
    subnets = cloud.subnets(call, ids)
    if len({subnet.zone for subnet in subnets}) < 2:
        raise invalid("Subnets specified must be in at least two different AZs")
    groups = wanted.get("securityGroupIds") or []
    cloud.check_security_groups(call, groups, subnets[0].vpc)
    public, private = wanted.get("endpointPublicAccess", True), wanted.get("endpointPrivateAccess", False)
    if not (public or private):
        raise invalid("Private and public endpoint access cannot be false")
    return {
        "subnetIds": list(ids),
        "securityGroupIds": list(groups),
        "clusterSecurityGroupId": None,
        "vpcId": subnets[0].vpc,
        "endpointPublicAccess": public,
        "endpointPrivateAccess": private,
        "publicAccessCidrs": (wanted.get("publicAccessCidrs") or ["0.0.0.0/0"]) if public else [],
    }


def _kubernetes_network(call: Call, vpc: str) -> Document:
    wanted = call.get("kubernetesNetworkConfig", {})
    if wanted.get("ipFamily", "ipv4") != "ipv4":
        raise not_done("IPv6 clusters")
    if (wanted.get("elasticLoadBalancing") or {}).get("enabled"):
        raise not_done("EKS Auto Mode's load balancing")
    vpc_range = ipaddress.ip_network(cloud.vpc_cidr(call, vpc))
    ten = ipaddress.ip_network("10.0.0.0/8")
    default = "172.20.0.0/16" if vpc_range.overlaps(ten) else "10.100.0.0/16"
    cidr = wanted.get("serviceIpv4Cidr") or default
    _check_service_cidr(cidr, vpc_range)
    return {
        "serviceIpv4Cidr": cidr,
        "serviceIpv6Cidr": None,
        "ipFamily": "ipv4",
        "elasticLoadBalancing": {"enabled": False},
    }


def _check_service_cidr(cidr: str, vpc_range: ipaddress.IPv4Network | ipaddress.IPv6Network) -> None:
    try:
        services = ipaddress.ip_network(cidr)
    except ValueError:
        raise invalid(f"The provided service IPv4 CIDR {cidr} is not valid") from None
    if not services.is_private or not 12 <= services.prefixlen <= 24:
        raise invalid(f"Service IPv4 CIDR {cidr} must be private and between /24 and /12")
    if services.overlaps(vpc_range):
        raise invalid(f"Service IPv4 CIDR {cidr} must not overlap with the VPC's {vpc_range}")


def completed_logging(wanted: Document) -> Document:
    """Every log type is either enabled or not: what the input doesn't name is not."""
    enabled: set[str] = set()
    for setup in wanted.get("clusterLogging") or []:
        types = set(setup.get("types") or [])
        if not types <= set(LOG_TYPES):
            raise invalid(f"Unknown log types: {', '.join(sorted(types - set(LOG_TYPES)))}")
        enabled = enabled | types if setup.get("enabled") else enabled - types
    setups = [
        {"types": [one for one in LOG_TYPES if (one in enabled) is flag], "enabled": flag}
        for flag in (True, False)
    ]
    return {"clusterLogging": [setup for setup in setups if setup["types"]]}


def _encryption(call: Call) -> list[Document] | None:
    wanted: list[Document] | None = call.get("encryptionConfig")
    for one in wanted or []:
        key = (one.get("provider") or {}).get("keyArn", "")
        if one.get("resources") != ["secrets"]:
            raise invalid("Only the resource 'secrets' can be encrypted")
        if not cloud.key_exists(call, key):
            raise invalid(f"The keyArn '{key}' in encryptionConfig provider is invalid: no such key")
    return wanted


def _access(call: Call) -> Document:
    wanted = call.get("accessConfig", {})
    mode = wanted.get("authenticationMode") or "CONFIG_MAP"
    bootstrap = wanted.get("bootstrapClusterCreatorAdminPermissions")
    bootstrap = True if bootstrap is None else bool(bootstrap)
    if mode not in {"CONFIG_MAP", "API_AND_CONFIG_MAP", "API"}:
        raise invalid(f"Unsupported authentication mode {mode}")
    if mode == "CONFIG_MAP" and not bootstrap:
        raise invalid(
            "bootstrapClusterCreatorAdminPermissions must be true "
            "if cluster authentication mode is set to CONFIG_MAP"
        )
    return {"bootstrapClusterCreatorAdminPermissions": bootstrap, "authenticationMode": mode}
