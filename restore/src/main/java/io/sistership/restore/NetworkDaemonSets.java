package io.sistership.restore;

import java.util.Set;

/// The daemon sets without which a node never becomes Ready, so that a managed node group would stay
/// in CREATING: the cluster's network and its Service proxy.
final class NetworkDaemonSets {

    private static final Set<String> BY_NAME =
            Set.of(
                    "aws-node",
                    "kube-proxy",
                    "cilium",
                    "calico-node",
                    "kube-router",
                    "antrea-agent",
                    "weave-net",
                    "kube-flannel-ds");

    private NetworkDaemonSets() {}

    /// By name in `kube-system`; elsewhere by what such daemon sets have in common: the node's own
    /// network, node-critical priority and a toleration of everything, which a node that isn't Ready
    /// yet asks for.
    static boolean includes(ObjectView object) {
        if (!object.is("daemonsets.apps")) {
            return false;
        }
        boolean known = object.namespace().equals("kube-system") && BY_NAME.contains(object.name());
        return known || runsBeforeTheNetwork(object);
    }

    private static boolean runsBeforeTheNetwork(ObjectView daemonSet) {
        var pod = "/spec/template/spec";
        return daemonSet.isTrue(pod + "/hostNetwork")
                && daemonSet.text(pod + "/priorityClassName").equals("system-node-critical")
                && daemonSet.document().all(pod + "/tolerations/*").stream()
                        .anyMatch(t ->
                                ObjectView.text(t, "operator").equals("Exists")
                                        && ObjectView.text(t, "key").isEmpty());
    }
}
