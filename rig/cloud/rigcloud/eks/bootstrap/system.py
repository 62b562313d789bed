"""EKS's own RBAC and storage class, as far as something in a cluster can come to depend on them."""

from __future__ import annotations

from .shapes import Manifest, cluster_role, cluster_role_binding, group_subject, metadata, rule, user_subject


def manifests() -> list[Manifest]:
    """Node bootstrapping, the managers' own identities, and gp2, which hasn't been the default since 1.30."""
    return [
        cluster_role("eks:node-bootstrapper", [_BOOTSTRAP]),
        cluster_role_binding(
            "eks:node-bootstrapper", "eks:node-bootstrapper", group_subject("system:bootstrappers")
        ),
        cluster_role("eks:addon-manager", _ADDON_MANAGER),
        cluster_role_binding("eks:addon-manager", "eks:addon-manager", user_subject("eks:addon-manager")),
        cluster_role("eks:fargate-manager", _FARGATE_MANAGER),
        cluster_role_binding(
            "eks:fargate-manager", "eks:fargate-manager", user_subject("eks:fargate-manager")
        ),
        {
            "apiVersion": "storage.k8s.io/v1",
            "kind": "StorageClass",
            "metadata": metadata("gp2", namespaced=False),
            "provisioner": "kubernetes.io/aws-ebs",
            "parameters": {"fsType": "ext4", "type": "gp2"},
            "volumeBindingMode": "WaitForFirstConsumer",
        },
    ]


_BOOTSTRAP = rule(["certificates.k8s.io"], ["certificatesigningrequests/selfnodeserver"], ["create"])
_ADDON_MANAGER = [
    rule([""], ["nodes"], ["get", "list", "watch"]),
    rule([""], ["namespaces"], ["get"]),
    rule(
        ["apps", "rbac.authorization.k8s.io", "apiextensions.k8s.io"],
        ["daemonsets", "deployments", "clusterroles", "clusterrolebindings", "customresourcedefinitions"],
        ["get", "list", "watch", "create", "patch", "update"],
    ),
]
_FARGATE_MANAGER = [
    rule([""], ["nodes"], ["get", "list", "watch", "delete"]),
    rule([""], ["pods", "pods/binding"], ["get", "list", "watch", "create", "patch"]),
]
