package io.sistership.restore;

import java.util.List;
import java.util.Set;

/// The order of types inside a wave: what is referred to comes before what refers to it. Types of
/// one line are written in parallel. An owner's depth comes on top, see [Ranks].
final class RankTable {

    /// @param reason who would miss the types of this line if they came later
    record Line(Set<String> types, String reason) {}

    private static final List<Line> TABLE =
            List.of(
                    new Line(
                            Set.of(
                                    "priorityclasses.scheduling.k8s.io",
                                    "runtimeclasses.node.k8s.io",
                                    "storageclasses.storage.k8s.io",
                                    "volumeattributesclasses.storage.k8s.io",
                                    "csidrivers.storage.k8s.io",
                                    "ingressclasses.networking.k8s.io",
                                    "volumesnapshotclasses.snapshot.storage.k8s.io",
                                    "gatewayclasses.gateway.networking.k8s.io",
                                    "deviceclasses.resource.k8s.io"),
                            "claims, pods and ingresses are refused, or get another default, while their class is missing"),
                    new Line(
                            Set.of("serviceaccounts"),
                            "the token controller deletes token Secrets of accounts that don't exist"),
                    new Line(Set.of("configmaps", "secrets"), "everything reads them"),
                    new Line(
                            Set.of(
                                    "clusterroles.rbac.authorization.k8s.io",
                                    "roles.rbac.authorization.k8s.io"),
                            "bindings refer to them for good: roleRef can't be changed"),
                    new Line(
                            Set.of(
                                    "clusterrolebindings.rbac.authorization.k8s.io",
                                    "rolebindings.rbac.authorization.k8s.io"),
                            "controllers act with them"),
                    new Line(
                            Set.of("persistentvolumes"),
                            "a claim that comes first binds to any volume that fits"),
                    new Line(Set.of("persistentvolumeclaims"), "pods wait for them"),
                    new Line(
                            Set.of("services"),
                            "ingresses, endpoints and stateful sets refer to them, and addresses are taken before others are given out"),
                    new Line(
                            Set.of("endpoints"), "the mirroring controller makes slices from them"),
                    new Line(
                            Set.of(
                                    "endpointslices.discovery.k8s.io",
                                    "ingresses.networking.k8s.io",
                                    "networkpolicies.networking.k8s.io",
                                    "poddisruptionbudgets.policy"),
                            "they refer to Services and pods"));

    /// Everything that the table doesn't name: custom resources above all, which may refer to any of
    /// the above.
    private static final int OTHERS = TABLE.size();

    /// Limit ranges check claims and pods when they are written, so they follow the claims that were
    /// there before them; pods belong to later waves. Autoscalers follow their targets.
    private static final Set<String> LAST =
            Set.of("limitranges", "horizontalpodautoscalers.autoscaling");

    private RankTable() {}

    static int rank(String groupResource) {
        for (int i = 0; i < TABLE.size(); i++) {
            if (TABLE.get(i).types().contains(groupResource)) {
                return i;
            }
        }
        return LAST.contains(groupResource) ? OTHERS + 1 : OTHERS;
    }

    static List<Line> table() {
        return TABLE;
    }
}
