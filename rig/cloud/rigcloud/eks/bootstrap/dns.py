"""coredns: the cluster's DNS, at the tenth address of the service range."""

from __future__ import annotations

import ipaddress

from .shapes import (
    Manifest,
    account_subject,
    cluster_role,
    cluster_role_binding,
    config_map,
    linux_affinity,
    metadata,
    rule,
    service_account,
)

VERSION = "v1.13.1-eksbuild.1"
SELECTOR = {"eks.amazonaws.com/component": "coredns", "k8s-app": "kube-dns"}
LABELS = {**SELECTOR, "kubernetes.io/name": "CoreDNS"}

_COREFILE = """\
.:53 {
    errors
    health {
        lameduck 5s
    }
    ready
    kubernetes cluster.local in-addr.arpa ip6.arpa {
        pods insecure
        fallthrough in-addr.arpa ip6.arpa
    }
    prometheus :9153
    forward . /etc/resolv.conf
    cache 30
    loop
    reload
    loadbalance
}
"""


def service_address(service_cidr: str) -> str:
    """x.x.0.10 of the service range."""
    return str(ipaddress.ip_network(service_cidr)[10])


def manifests(registry: str, address: str) -> list[Manifest]:
    """Deployment, service, settings, identity and disruption budget."""
    return [
        service_account("coredns", LABELS),
        cluster_role("system:coredns", _RULES, LABELS),
        cluster_role_binding("system:coredns", "system:coredns", account_subject("coredns"), LABELS),
        config_map("coredns", {"Corefile": _COREFILE}, SELECTOR),
        _deployment(registry),
        _service(address),
        {
            "apiVersion": "policy/v1",
            "kind": "PodDisruptionBudget",
            "metadata": metadata("coredns", LABELS),
            "spec": {"maxUnavailable": 1, "selector": {"matchLabels": SELECTOR}},
        },
    ]


_RULES = [
    rule([""], ["endpoints", "services", "pods", "namespaces"], ["list", "watch"]),
    rule([""], ["nodes"], ["get"]),
    rule(["discovery.k8s.io"], ["endpointslices"], ["list", "watch"]),
]


def _deployment(registry: str) -> Manifest:
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": metadata("coredns", LABELS),
        "spec": {
            "replicas": 2,
            "strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": 1}},
            "selector": {"matchLabels": SELECTOR},
            "template": {"metadata": {"labels": SELECTOR}, "spec": _pod(registry)},
        },
    }


def _pod(registry: str) -> Manifest:
    return {
        "serviceAccountName": "coredns",
        "priorityClassName": "system-cluster-critical",
        "dnsPolicy": "Default",
        "affinity": linux_affinity(),
        "tolerations": [
            {"key": "node-role.kubernetes.io/control-plane", "effect": "NoSchedule"},
            {"key": "CriticalAddonsOnly", "operator": "Exists"},
        ],
        "containers": [
            {
                "name": "coredns",
                "image": f"{registry}/eks/coredns:{VERSION}",
                "args": ["-conf", "/etc/coredns/Corefile"],
                "ports": [
                    {"name": "dns", "containerPort": 53, "protocol": "UDP"},
                    {"name": "dns-tcp", "containerPort": 53, "protocol": "TCP"},
                    {"name": "metrics", "containerPort": 9153, "protocol": "TCP"},
                ],
                "resources": {"limits": {"memory": "170Mi"}, "requests": {"cpu": "100m", "memory": "70Mi"}},
                "volumeMounts": [{"name": "config-volume", "mountPath": "/etc/coredns", "readOnly": True}],
            }
        ],
        "volumes": [
            {
                "name": "config-volume",
                "configMap": {"name": "coredns", "items": [{"key": "Corefile", "path": "Corefile"}]},
            }
        ],
    }


def _service(address: str) -> Manifest:
    labels = {**LABELS, "kubernetes.io/cluster-service": "true"}
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {
            **metadata("kube-dns", labels),
            "annotations": {"prometheus.io/port": "9153", "prometheus.io/scrape": "true"},
        },
        "spec": {
            "clusterIP": address,
            "selector": {"k8s-app": "kube-dns"},
            "ports": [
                {"name": "dns", "port": 53, "protocol": "UDP"},
                {"name": "dns-tcp", "port": 53, "protocol": "TCP"},
                {"name": "metrics", "port": 9153, "protocol": "TCP"},
            ],
        },
    }
