"""
The aws-auth ConfigMap: maps IAM roles, users and accounts to Kubernetes users.

https://docs.aws.amazon.com/eks/latest/userguide/auth-configmap.html
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from .kube import KubeClient

PATH = "/api/v1/namespaces/kube-system/configmaps/aws-auth"


@dataclass(frozen=True)
class Mapping:
    """A Kubernetes user; the name may still hold templates."""

    username: str
    groups: list[str]


def find(config_map: dict[str, Any] | None, canonical_arn: str) -> Mapping | None:
    """The mapping of a principal, named by its canonical ARN (a role without path); None if there is none."""
    data = (config_map or {}).get("data") or {}
    for key, arn_field in (("mapRoles", "rolearn"), ("mapUsers", "userarn")):
        for item in _items(data.get(key)):
            if isinstance(item, dict) and str(item.get(arn_field, "")).lower() == canonical_arn.lower():
                groups = [str(group) for group in item.get("groups") or []]
                return Mapping(str(item.get("username") or canonical_arn), groups)
    account = canonical_arn.split(":")[4]
    if account in {str(item) for item in _items(data.get("mapAccounts"))}:
        return Mapping(canonical_arn, [])
    return None


def _items(text: str | None) -> list[Any]:
    """A list in YAML. One that doesn't parse maps nobody, as on EKS."""
    if not text:
        return []
    try:
        # A bare account number must stay text: it may begin with 0.
        items = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader makes strings, lists, maps only
    except yaml.YAMLError:
        return []
    return items if isinstance(items, list) else []


def add_node_role(kube: KubeClient, role: str, fargate: bool) -> None:
    """Adds a node role as EKS does for managed nodes of clusters without access entries."""
    canonical = without_path(role)
    existing = kube.get(PATH)
    items = _items(((existing or {}).get("data") or {}).get("mapRoles"))
    if any(isinstance(item, dict) and item.get("rolearn") == canonical for item in items):
        return
    groups = ["system:bootstrappers", "system:nodes"] + (["system:node-proxier"] if fargate else [])
    name = "system:node:{{SessionName}}" if fargate else "system:node:{{EC2PrivateDNSName}}"
    items.append({"groups": groups, "rolearn": canonical, "username": name})
    text = yaml.safe_dump(items, default_flow_style=False)
    if existing:
        existing["data"] = {**(existing.get("data") or {}), "mapRoles": text}
        kube.replace(existing)
    else:
        metadata = {"name": "aws-auth", "namespace": "kube-system"}
        kube.create(
            {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata, "data": {"mapRoles": text}}
        )


def without_path(role: str) -> str:
    """aws-auth names roles without their path."""
    prefix, _, rest = role.partition(":role/")
    return f"{prefix}:role/{rest.rsplit('/', 1)[-1]}" if rest else role
