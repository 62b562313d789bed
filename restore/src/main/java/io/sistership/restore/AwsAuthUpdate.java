package io.sistership.restore;

import io.sistership.model.Action;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Merges `kube-system/aws-auth`: what was captured and translated comes first, and every entry that
/// the recovery side has beside it stays, its own nodes' role above all.
///
/// EKS writes that role into the map when it makes a managed node group or a Fargate profile; a map
/// without it cuts every node off
/// (https://docs.aws.amazon.com/eks/latest/userguide/auth-configmap.html).
record AwsAuthUpdate() implements UpdateRule {

    /// The groups of nodes and of Fargate pods
    /// (https://docs.aws.amazon.com/eks/latest/userguide/auth-configmap.html).
    private static final Set<String> NODE_GROUPS =
            Set.of(
                    "system:bootstrappers",
                    "system:nodes",
                    "system:node-proxier",
                    "eks:kube-proxy-windows");

    @Override
    public String name() {
        return "aws-auth";
    }

    @Override
    public boolean appliesTo(ObjectView wanted) {
        return wanted.is("configmaps") && wanted.named("kube-system", "aws-auth");
    }

    @Override
    public Action whenMissing(ObjectView wanted) {
        return new Action.Create();
    }

    @Override
    public Optional<String> patch(ObjectView wanted, ObjectView live) {
        var patch = new MergePatch();
        boolean changes = false;
        for (var identities : AwsAuthList.ALL) {
            var there = live.text(identities.pointer());
            var merged = identities.merge(wanted.text(identities.pointer()), there);
            if (!identities.same(merged, there)) {
                patch.setText(identities.pointer(), merged);
                changes = true;
            }
        }
        if (!changes) {
            return Optional.empty();
        }
        patch.setText("/metadata/resourceVersion", live.text("/metadata/resourceVersion"));
        return Optional.of(patch.toString());
    }

    /// Whether everything that the live map has beside what is wanted lets nodes in, and nobody else.
    boolean hasOnlyNodesBeside(ObjectView wanted, ObjectView live) {
        return AwsAuthList.ALL.stream()
                .flatMap(list ->
                        list
                                .beside(wanted.text(list.pointer()), live.text(list.pointer()))
                                .stream())
                .allMatch(AwsAuthUpdate::isNode);
    }

    private static boolean isNode(JsonNode entry) {
        var groups = entry.path("groups");
        return entry.path("username").asString("").startsWith("system:node:")
                && !groups.isEmpty()
                && groups.valueStream().allMatch(g -> NODE_GROUPS.contains(g.asString("")));
    }
}
