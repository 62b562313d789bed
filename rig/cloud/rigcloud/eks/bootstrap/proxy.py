"""kube-proxy, as EKS runs it: a daemon set whose image has the cluster's version."""

from __future__ import annotations

from .shapes import (
    Manifest,
    account_subject,
    cluster_role_binding,
    config_map,
    daemon_set,
    host_path,
    service_account,
)

LABELS = {"eks.amazonaws.com/component": "kube-proxy", "k8s-app": "kube-proxy"}


def manifests(registry: str, version: str, cluster: str) -> list[Manifest]:
    """The daemon set with its identity and its two ConfigMaps."""
    return [
        service_account("kube-proxy", LABELS),
        cluster_role_binding("eks:kube-proxy", "system:node-proxier", account_subject("kube-proxy"), LABELS),
        config_map("kube-proxy", {"kubeconfig": _kubeconfig(cluster)}, LABELS),
        config_map("kube-proxy-config", {"config": _CONFIG}, LABELS),
        daemon_set("kube-proxy", LABELS, {"k8s-app": "kube-proxy"}, _pod(registry, version)),
    ]


_CONFIG = """\
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
clientConnection:
  kubeconfig: /var/lib/kube-proxy/kubeconfig
metricsBindAddress: 0.0.0.0:10249
mode: iptables
"""


def _kubeconfig(cluster: str) -> str:
    return f"""\
apiVersion: v1
kind: Config
clusters:
- name: default
  cluster:
    certificate-authority: /var/run/secrets/kubernetes.io/serviceaccount/ca.crt
    server: https://{cluster}.internal
contexts:
- name: default
  context: {{cluster: default, namespace: default, user: default}}
current-context: default
users:
- name: default
  user:
    tokenFile: /var/run/secrets/kubernetes.io/serviceaccount/token
"""


def _pod(registry: str, version: str) -> Manifest:
    return {
        "serviceAccountName": "kube-proxy",
        "containers": [
            {
                "name": "kube-proxy",
                "image": f"{registry}/eks/kube-proxy:v{version}-minimal-eksbuild.1",
                "command": [
                    "kube-proxy",
                    "--v=2",
                    "--config=/var/lib/kube-proxy-config/config",
                    "--hostname-override=$(NODE_NAME)",
                ],
                "env": [{"name": "NODE_NAME", "valueFrom": {"fieldRef": {"fieldPath": "spec.nodeName"}}}],
                "resources": {"requests": {"cpu": "100m"}},
                "securityContext": {"privileged": True},
                "volumeMounts": [
                    {"name": "kubeconfig", "mountPath": "/var/lib/kube-proxy/"},
                    {"name": "config", "mountPath": "/var/lib/kube-proxy-config/"},
                    {"name": "lib-modules", "mountPath": "/lib/modules", "readOnly": True},
                ],
            }
        ],
        "volumes": [
            {"name": "kubeconfig", "configMap": {"name": "kube-proxy"}},
            {"name": "config", "configMap": {"name": "kube-proxy-config"}},
            host_path("lib-modules", "/lib/modules"),
        ],
    }
