"""aws-node: the VPC CNI, without which no node of EKS becomes Ready."""

from __future__ import annotations

from .shapes import (
    Manifest,
    account_subject,
    cluster_role,
    cluster_role_binding,
    config_map,
    daemon_set,
    environment,
    host_path,
    metadata,
    rule,
    service_account,
)

VERSION = "v1.20.4-eksbuild.2"
AGENT_VERSION = "v1.2.7-eksbuild.1"
LABELS = {
    "app.kubernetes.io/instance": "aws-vpc-cni",
    "app.kubernetes.io/name": "aws-node",
    "app.kubernetes.io/version": VERSION.split("-", maxsplit=1)[0],
    "k8s-app": "aws-node",
}


def manifests(registry: str, cluster: str, vpc: str) -> list[Manifest]:
    """The daemon set with its identity, its settings and its custom resource definitions."""
    return [
        *(_definition(*one) for one in _DEFINITIONS),
        service_account("aws-node", LABELS),
        cluster_role("aws-node", _RULES, LABELS),
        cluster_role_binding("aws-node", "aws-node", account_subject("aws-node"), LABELS),
        config_map(
            "amazon-vpc-cni",
            {
                "branch-eni-cooldown": "60",
                "enable-network-policy-controller": "false",
                "enable-windows-ipam": "false",
                "minimum-ip-target": "3",
                "warm-ip-target": "1",
                "warm-prefix-target": "0",
            },
            LABELS,
        ),
        daemon_set("aws-node", LABELS, {"k8s-app": "aws-node"}, _pod(registry, cluster, vpc)),
    ]


_RULES = [
    rule(["crd.k8s.amazonaws.com"], ["eniconfigs"], ["list", "watch", "get"]),
    rule([""], ["namespaces", "nodes"], ["list", "watch", "get"]),
    rule([""], ["pods"], ["list", "watch", "get"]),
    rule(["", "events.k8s.io"], ["events"], ["create", "patch", "list"]),
    rule(["networking.k8s.aws"], ["policyendpoints"], ["get", "list", "watch"]),
    rule(["networking.k8s.aws"], ["policyendpoints/status"], ["get"]),
    rule(["vpcresources.k8s.aws"], ["cninodes"], ["get", "list", "watch", "patch"]),
]

_DEFINITIONS = [
    ("eniconfigs", "crd.k8s.amazonaws.com", "v1alpha1", "ENIConfig", "Cluster"),
    ("policyendpoints", "networking.k8s.aws", "v1alpha1", "PolicyEndpoint", "Namespaced"),
    ("cninodes", "vpcresources.k8s.aws", "v1alpha1", "CNINode", "Cluster"),
    ("securitygrouppolicies", "vpcresources.k8s.aws", "v1beta1", "SecurityGroupPolicy", "Namespaced"),
]


def _definition(plural: str, group: str, version: str, kind: str, scope: str) -> Manifest:
    schema = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": metadata(f"{plural}.{group}", namespaced=False),
        "spec": {
            "group": group,
            "scope": scope,
            "names": {"plural": plural, "singular": kind.lower(), "kind": kind, "listKind": f"{kind}List"},
            "versions": [
                {"name": version, "served": True, "storage": True, "schema": {"openAPIV3Schema": schema}}
            ],
        },
    }


def _pod(registry: str, cluster: str, vpc: str) -> Manifest:
    settings = {
        "AWS_VPC_ENI_MTU": "9001",
        "AWS_VPC_K8S_CNI_LOGLEVEL": "DEBUG",
        "CLUSTER_NAME": cluster,
        "ENABLE_PREFIX_DELEGATION": "false",
        "VPC_ID": vpc,
        "WARM_ENI_TARGET": "1",
    }
    binaries = {"mountPath": "/host/opt/cni/bin", "name": "cni-bin-dir"}
    networks = {"mountPath": "/host/etc/cni/net.d", "name": "cni-net-dir"}
    return {
        "serviceAccountName": "aws-node",
        "terminationGracePeriodSeconds": 10,
        "initContainers": [
            {
                "name": "aws-vpc-cni-init",
                "image": f"{registry}/amazon-k8s-cni-init:{VERSION}",
                "env": environment({"DISABLE_TCP_EARLY_DEMUX": "false", "ENABLE_IPv6": "false"}),
                "securityContext": {"privileged": True},
                "volumeMounts": [binaries],
            }
        ],
        "containers": [
            {
                "name": "aws-node",
                "image": f"{registry}/amazon-k8s-cni:{VERSION}",
                "env": [*environment(settings), _node_name()],
                "ports": [{"name": "metrics", "containerPort": 61678, "protocol": "TCP"}],
                "resources": {"requests": {"cpu": "25m"}},
                "securityContext": {"capabilities": {"add": ["NET_ADMIN", "NET_RAW"]}},
                "volumeMounts": [binaries, networks],
            },
            {
                "name": "aws-eks-nodeagent",
                "image": f"{registry}/amazon/aws-network-policy-agent:{AGENT_VERSION}",
                "args": ["--enable-ipv6=false", "--enable-network-policy=false"],
                "env": [_node_name()],
                "resources": {"requests": {"cpu": "25m"}},
                "securityContext": {"privileged": True},
                "volumeMounts": [binaries],
            },
        ],
        "volumes": [host_path("cni-bin-dir", "/opt/cni/bin"), host_path("cni-net-dir", "/etc/cni/net.d")],
    }


def _node_name() -> Manifest:
    return {"name": "MY_NODE_NAME", "valueFrom": {"fieldRef": {"fieldPath": "spec.nodeName"}}}
