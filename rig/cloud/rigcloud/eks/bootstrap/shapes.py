"""The shapes that manifests share."""

from __future__ import annotations

from typing import Any

Manifest = dict[str, Any]
RBAC = "rbac.authorization.k8s.io"


def metadata(name: str, labels: dict[str, str] | None = None, namespaced: bool = True) -> Manifest:
    """Metadata in kube-system, or of a cluster-wide object."""
    found: Manifest = {"name": name}
    if namespaced:
        found["namespace"] = "kube-system"
    if labels:
        found["labels"] = labels
    return found


def service_account(name: str, labels: dict[str, str]) -> Manifest:
    """A service account in kube-system."""
    return {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": metadata(name, labels)}


def config_map(name: str, data: dict[str, str], labels: dict[str, str] | None = None) -> Manifest:
    """A ConfigMap in kube-system."""
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata(name, labels), "data": data}


def cluster_role(name: str, rules: list[Manifest], labels: dict[str, str] | None = None) -> Manifest:
    """A ClusterRole."""
    return {
        "apiVersion": f"{RBAC}/v1",
        "kind": "ClusterRole",
        "metadata": metadata(name, labels, namespaced=False),
        "rules": rules,
    }


def rule(groups: list[str], resources: list[str], verbs: list[str]) -> Manifest:
    """One rule of a role."""
    return {"apiGroups": groups, "resources": resources, "verbs": verbs}


def cluster_role_binding(
    name: str, role: str, subject: Manifest, labels: dict[str, str] | None = None
) -> Manifest:
    """Binds a ClusterRole to one subject."""
    return {
        "apiVersion": f"{RBAC}/v1",
        "kind": "ClusterRoleBinding",
        "metadata": metadata(name, labels, namespaced=False),
        "roleRef": {"apiGroup": RBAC, "kind": "ClusterRole", "name": role},
        "subjects": [subject],
    }


def account_subject(name: str) -> Manifest:
    """A service account of kube-system as a subject."""
    return {"kind": "ServiceAccount", "name": name, "namespace": "kube-system"}


def group_subject(name: str) -> Manifest:
    """A group as a subject."""
    return {"apiGroup": RBAC, "kind": "Group", "name": name}


def user_subject(name: str) -> Manifest:
    """A user as a subject."""
    return {"apiGroup": RBAC, "kind": "User", "name": name}


def daemon_set(name: str, labels: dict[str, str], selector: dict[str, str], pod_spec: Manifest) -> Manifest:
    """A DaemonSet in kube-system that runs on every node, as add-ons of the node do."""
    return {
        "apiVersion": "apps/v1",
        "kind": "DaemonSet",
        "metadata": metadata(name, labels),
        "spec": {
            "selector": {"matchLabels": selector},
            "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": "10%"}},
            "template": {
                "metadata": {"labels": {**labels, **selector}},
                "spec": {
                    "hostNetwork": True,
                    "priorityClassName": "system-node-critical",
                    "tolerations": [{"operator": "Exists"}],
                    "affinity": linux_affinity(),
                    **pod_spec,
                },
            },
        },
    }


def linux_affinity() -> Manifest:
    """Linux nodes other than those of Fargate, which run no daemon sets."""
    return {
        "nodeAffinity": {
            "requiredDuringSchedulingIgnoredDuringExecution": {
                "nodeSelectorTerms": [
                    {
                        "matchExpressions": [
                            {"key": "kubernetes.io/os", "operator": "In", "values": ["linux"]},
                            {
                                "key": "eks.amazonaws.com/compute-type",
                                "operator": "NotIn",
                                "values": ["fargate", "hybrid", "auto"],
                            },
                        ]
                    }
                ]
            }
        }
    }


def environment(values: dict[str, str]) -> list[Manifest]:
    """A container's environment."""
    return [{"name": name, "value": value} for name, value in values.items()]


def host_path(name: str, path: str) -> Manifest:
    """A volume of the node's own file system."""
    return {"name": name, "hostPath": {"path": path}}
