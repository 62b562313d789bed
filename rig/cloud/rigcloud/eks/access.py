"""
Access entries, and whom EKS itself lets into a cluster: its creator, its nodes.

https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html
"""

from __future__ import annotations

import uuid

from ..answers import Refusal
from . import awsauth, cloud
from .accesspolicies import ADMINISTRATOR, bind, unbind
from .model import AccessEntry, Call, Cluster, Document, Store, arn, invalid, now, page

NODE_GROUPS = {
    "EC2_LINUX": ["system:nodes"],
    "EC2_WINDOWS": ["system:nodes", "eks:kube-proxy-windows"],
    "FARGATE_LINUX": ["system:nodes", "system:bootstrappers", "system:node-proxier"],
}
_NODE_NAMES = {"FARGATE_LINUX": "system:node:{{SessionName}}"}
_NOT_DONE = {"HYBRID_LINUX", "EC2", "HYPERPOD_LINUX"}


def create(store: Store, call: Call) -> Document:
    """Makes an entry for a principal that exists."""
    cluster = _with_entries(store.active(call))
    principal = call.parameters["principalArn"]
    if not cloud.principal_exists(principal):
        raise invalid("The specified principalArn is invalid: invalid principal.")
    with cluster.lock:
        if principal in cluster.access:
            message = "The specified access entry resource is already in use on this cluster."
            raise Refusal(409, "ResourceInUseException", message, clusterName=cluster.name)
        entry = _entry(call, cluster, principal, call.get("type", "STANDARD"))
        cluster.access[principal] = entry
    return {"accessEntry": entry.document}


def _entry(call: Call, cluster: Cluster, principal: str, kind: str) -> AccessEntry:
    if kind in _NOT_DONE or kind not in {"STANDARD", *NODE_GROUPS}:
        raise invalid(f"The rig has no access entries of type {kind}")
    given = kind == "STANDARD"
    if not given and (call.parameters.get("kubernetesGroups") or call.parameters.get("username")):
        raise invalid(f"The type {kind} takes neither kubernetesGroups nor username")
    groups = list(call.parameters.get("kubernetesGroups") or []) if given else NODE_GROUPS[kind]
    username = (call.parameters.get("username") if given else None) or default_username(principal, kind)
    _check_names(groups, username)
    account_and_name = f"{principal.split(':')[4]}/{principal.rsplit('/', 1)[-1]}"
    principal_kind = principal.split(":")[5].split("/", maxsplit=1)[0]
    created = now()
    return AccessEntry(
        {
            "clusterName": cluster.name,
            "principalArn": principal,
            "kubernetesGroups": groups,
            "accessEntryArn": arn(
                call, f"access-entry/{cluster.name}/{principal_kind}/{account_and_name}/{uuid.uuid4()}"
            ),
            "createdAt": created,
            "modifiedAt": created,
            "tags": dict(call.parameters.get("tags") or {}),
            "username": username,
            "type": kind,
        }
    )


def default_username(principal: str, kind: str = "STANDARD") -> str:
    """The user name that EKS gives where none is asked for."""
    if kind != "STANDARD":
        return _NODE_NAMES.get(kind, "system:node:{{EC2PrivateDNSName}}")
    parts = principal.split(":")
    if parts[5].startswith("role/"):
        role = parts[5].rsplit("/", 1)[-1]
        return f"arn:aws:sts::{parts[4]}:assumed-role/{role}/{{{{SessionName}}}}"
    return principal


def _check_names(groups: list[str], username: str) -> None:
    """Group and user names that Kubernetes or EKS keep for themselves."""
    for group in groups:
        if group.startswith(("eks:", "aws:", "amazon:", "iam:")) and group not in NODE_GROUPS["EC2_WINDOWS"]:
            raise invalid(
                f"The kubernetes group name {group} is invalid: it starts with eks:, aws:, amazon: or iam:"
            )
        if group.startswith("system:") and group not in NODE_GROUPS["FARGATE_LINUX"]:
            raise invalid(f"The kubernetes group name {group} is invalid, it cannot start with system:")
    if username.startswith(("eks:", "aws:", "amazon:", "iam:")):
        raise invalid(f"The username {username} is invalid")


def named(store: Store, call: Call) -> tuple[Cluster, AccessEntry]:
    """The entry that the call names."""
    cluster = _with_entries(store.named(call))
    entry = cluster.access.get(call.parameters["principalArn"])
    if entry is None:
        message = (
            "The specified principalArn could not be found. "
            "You can view your available access entries with 'list-access-entries'."
        )
        raise Refusal(404, "ResourceNotFoundException", message, clusterName=cluster.name)
    return cluster, entry


def _with_entries(cluster: Cluster) -> Cluster:
    if not cluster.uses_entries:
        message = (
            "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] "
            "to perform this operation."
        )
        raise Refusal(400, "InvalidRequestException", message, clusterName=cluster.name)
    return cluster


def describe(store: Store, call: Call) -> Document:
    """The entry as it is now."""
    return {"accessEntry": named(store, call)[1].document}


def list_entries(store: Store, call: Call) -> Document:
    """Principals with an entry; with `associatedPolicyArn`, those that have the policy."""
    cluster = _with_entries(store.named(call))
    policy = call.get("associatedPolicyArn")
    principals = [
        name for name, entry in cluster.access.items() if policy is None or policy in entry.policies
    ]
    return page(call, principals, "accessEntries")


def update(store: Store, call: Call) -> Document:
    """Changes groups and user name."""
    cluster, entry = named(store, call)
    with cluster.lock:
        groups = call.get("kubernetesGroups", entry.document["kubernetesGroups"])
        username = call.get("username", entry.document["username"])
        if entry.document["type"] != "STANDARD":
            raise invalid(f"An entry of type {entry.document['type']} can't be changed")
        _check_names(groups, username)
        entry.document.update(kubernetesGroups=list(groups), username=username, modifiedAt=now())
    return {"accessEntry": entry.document}


def delete(store: Store, call: Call) -> Document:
    """Takes the entry and its policies away."""
    cluster, entry = named(store, call)
    with cluster.lock:
        for policy in list(entry.policies):
            unbind(cluster, entry, policy)
        del cluster.access[entry.document["principalArn"]]
    return {}


def admit_creator(call: Call, cluster: Cluster) -> None:
    """The creator becomes a cluster administrator by an entry."""
    if cluster.creator in cluster.access:
        return
    plain = Call(call.caller, call.operation, {}, call.rig)
    entry = _entry(plain, cluster, cluster.creator, "STANDARD")
    bind(cluster, entry, ADMINISTRATOR, {"type": "cluster", "namespaces": []})
    cluster.access[cluster.creator] = entry


def admit_nodes(call: Call, cluster: Cluster, role: str) -> None:
    """A managed node group's role gets in: by an entry, or by aws-auth where there are no entries."""
    _admit(call, cluster, role, "EC2_LINUX")


def admit_fargate(call: Call, cluster: Cluster, role: str) -> None:
    """A Fargate profile's role gets in likewise."""
    _admit(call, cluster, role, "FARGATE_LINUX")


def _admit(call: Call, cluster: Cluster, role: str, kind: str) -> None:
    if not cluster.uses_entries:
        awsauth.add_node_role(cluster.running_plane().kube, role, fargate=kind == "FARGATE_LINUX")
    elif role not in cluster.access:
        plain = Call(call.caller, call.operation, {}, call.rig)
        cluster.access[role] = _entry(plain, cluster, role, kind)


def dismiss_nodes(cluster: Cluster, role: str) -> None:
    """With the last node group of a role its entry goes, too."""
    with cluster.lock:
        used = any(group.document["nodeRole"] == role for group in cluster.nodegroups.values())
        entry = cluster.access.get(role)
        if entry and not used and entry.document["type"] == "EC2_LINUX":
            del cluster.access[role]


OPERATIONS = {
    "CreateAccessEntry": create,
    "DescribeAccessEntry": describe,
    "ListAccessEntries": list_entries,
    "UpdateAccessEntry": update,
    "DeleteAccessEntry": delete,
}
