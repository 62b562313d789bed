package io.sistership.restore;

import io.sistership.model.Action;
import java.util.Optional;

/// Merges `kube-system/aws-auth`: what was captured and translated comes first, and every entry that
/// the recovery side has beside it stays, its own nodes' role above all.
///
/// EKS writes that role into the map when it makes a managed node group or a Fargate profile; a map
/// without it cuts every node off
/// (https://docs.aws.amazon.com/eks/latest/userguide/auth-configmap.html).
record AwsAuthUpdate() implements UpdateRule {

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
}
