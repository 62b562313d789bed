"""
Access policies. EKS has an authorizer for them; here each is a ClusterRole bound to a group of its name.

https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html
"""

from __future__ import annotations

from typing import Any

from ..answers import Refusal
from .model import AccessEntry, Call, Cluster, Document, Store, invalid, not_done, now

_PREFIX = "arn:aws:eks::aws:cluster-access-policy/"
ADMINISTRATOR = f"{_PREFIX}AmazonEKSClusterAdminPolicy"

ROLES = {
    "AmazonEKSClusterAdminPolicy": "cluster-admin",
    "AmazonEKSAdminPolicy": "admin",
    "AmazonEKSEditPolicy": "edit",
    "AmazonEKSViewPolicy": "view",
    "AmazonEKSAdminViewPolicy": "eks:access-policy:admin-view",
}
"""Each policy with the ClusterRole that grants what it grants."""


def group_of(policy: str, namespace: str | None = None) -> str:
    """The group that a principal with a policy is in: everywhere, or in one namespace."""
    name = policy.removeprefix(_PREFIX)
    return f"eks:access-policy:{name}" if namespace is None else f"eks:access-policy:{name}:{namespace}"


def groups_of(entry: AccessEntry) -> list[str]:
    """Every group that an entry's policies put its principal in."""
    groups = []
    for policy, association in entry.policies.items():
        scope = association["accessScope"]
        if scope["type"] == "cluster":
            groups.append(group_of(policy))
        else:
            groups += [group_of(policy, namespace) for namespace in scope["namespaces"]]
    return groups


def manifests() -> list[dict[str, Any]]:
    """The ClusterRoles and bindings that every cluster has from the start."""
    admin_view = {
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": "ClusterRole",
        "metadata": {"name": ROLES["AmazonEKSAdminViewPolicy"]},
        "rules": [{"apiGroups": ["*"], "resources": ["*"], "verbs": ["get", "list", "watch"]}],
    }
    return [admin_view, *(_cluster_binding(name, role) for name, role in ROLES.items())]


def _cluster_binding(policy: str, role: str) -> dict[str, Any]:
    return {
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": "ClusterRoleBinding",
        "metadata": {"name": group_of(policy)},
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": role},
        "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "Group", "name": group_of(policy)}],
    }


def _namespace_binding(policy: str, namespace: str) -> dict[str, Any]:
    binding = _cluster_binding(policy.removeprefix(_PREFIX), ROLES[policy.removeprefix(_PREFIX)])
    binding["kind"] = "RoleBinding"
    binding["metadata"]["namespace"] = namespace
    binding["subjects"][0]["name"] = group_of(policy, namespace)
    return binding


def bind(cluster: Cluster, entry: AccessEntry, policy: str, scope: Document) -> Document:
    """Associates a policy in a scope."""
    if policy not in {_PREFIX + name for name in ROLES}:
        raise invalid(
            f"The policyArn in the request is unknown to the rig: {policy}", clusterName=cluster.name
        )
    if entry.document["type"] != "STANDARD":
        raise invalid(f"Access policies can't be associated with an entry of type {entry.document['type']}")
    namespaces = list(scope.get("namespaces") or [])
    if (scope.get("type") == "namespace") != bool(namespaces):
        raise invalid("namespaces must be given for the scope type namespace, and only for it")
    for namespace in namespaces:
        _bind_namespace(cluster, policy, namespace)
    changed = now()
    existing = entry.policies.get(policy)
    entry.policies[policy] = {
        "policyArn": policy,
        "accessScope": {"type": scope["type"], "namespaces": namespaces},
        "associatedAt": existing["associatedAt"] if existing else changed,
        "modifiedAt": changed,
    }
    return entry.policies[policy]


def _bind_namespace(cluster: Cluster, policy: str, namespace: str) -> None:
    kube = cluster.running_plane().kube
    if "*" in namespace or kube.get(f"/api/v1/namespaces/{namespace}") is None:
        raise not_done(f"access scopes of namespaces that don't exist (yet), such as {namespace}")
    kube.create(_namespace_binding(policy, namespace))


def unbind(cluster: Cluster, entry: AccessEntry, policy: str) -> None:
    """Dissociates a policy. A namespace's binding stays while another entry needs it."""
    association = entry.policies.pop(policy)
    for namespace in association["accessScope"]["namespaces"]:
        group = group_of(policy, namespace)
        if not any(group in groups_of(other) for other in cluster.access.values()):
            cluster.running_plane().kube.delete(_namespace_binding(policy, namespace))


def _entry(store: Store, call: Call) -> tuple[Cluster, AccessEntry]:
    from .access import named  # noqa: PLC0415 - the two modules know each other: entries hold policies

    return named(store, call)


def associate(store: Store, call: Call) -> Document:
    """Associates a policy with an entry, or changes its scope."""
    cluster, entry = _entry(store, call)
    with cluster.lock:
        association = bind(cluster, entry, call.parameters["policyArn"], call.parameters["accessScope"])
    return {
        "clusterName": cluster.name,
        "principalArn": entry.document["principalArn"],
        "associatedAccessPolicy": association,
    }


def disassociate(store: Store, call: Call) -> Document:
    """Takes a policy from an entry."""
    cluster, entry = _entry(store, call)
    with cluster.lock:
        if call.parameters["policyArn"] not in entry.policies:
            message = "The specified policy is not associated with the access entry."
            raise Refusal(404, "ResourceNotFoundException", message, clusterName=cluster.name)
        unbind(cluster, entry, call.parameters["policyArn"])
    return {}


def list_associated(store: Store, call: Call) -> Document:
    """The policies of an entry."""
    cluster, entry = _entry(store, call)
    return {
        "clusterName": cluster.name,
        "principalArn": entry.document["principalArn"],
        "associatedAccessPolicies": list(entry.policies.values()),
        "nextToken": None,
    }


def list_policies(_: Store, __: Call) -> Document:
    """The policies that the rig knows."""
    return {"accessPolicies": [{"name": name, "arn": _PREFIX + name} for name in ROLES], "nextToken": None}


OPERATIONS = {
    "AssociateAccessPolicy": associate,
    "DisassociateAccessPolicy": disassociate,
    "ListAssociatedAccessPolicies": list_associated,
    "ListAccessPolicies": list_policies,
}
