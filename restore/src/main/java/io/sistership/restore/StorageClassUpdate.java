package io.sistership.restore;

import io.sistership.model.Action;
import java.util.List;
import java.util.Optional;

/// Keeps labels and annotations of `gp2`, the StorageClass that EKS puts into every cluster: above
/// all whether it is the default, which it is only in clusters made before 1.30
/// (https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions-standard.html).
///
/// A class of that name with another provisioner or other parameters is somebody's own, and no
/// concern of this rule.
record StorageClassUpdate() implements UpdateRule {

    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
    private static final List<String> KEPT = List.of("/metadata/labels", "/metadata/annotations");
    private static final MemberUpdate MEMBERS =
            new MemberUpdate("eks-storage-class", StorageClassUpdate::isOfEks, KEPT);

    @Override
    public String name() {
        return MEMBERS.name();
    }

    @Override
    public boolean appliesTo(ObjectView wanted) {
        return isOfEks(wanted);
    }

    private static boolean isOfEks(ObjectView object) {
        return object.is("storageclasses.storage.k8s.io")
                && object.name().equals("gp2")
                && object.text("/provisioner").equals("kubernetes.io/aws-ebs")
                && object.text("/parameters/type").equals("gp2")
                && object.at("/parameters").filter(all -> all.items().size() == 2).isPresent();
    }

    /// The cluster is there and doesn't have it: somebody took it away, or EKS no longer makes it.
    @Override
    public Action whenMissing(ObjectView wanted) {
        return new Action.Create();
    }

    @Override
    public Action beforeCluster(ObjectView wanted) {
        return says(wanted) ? new Action.Update(name()) : new Action.Adopt();
    }

    private static boolean says(ObjectView wanted) {
        return KEPT.stream()
                .flatMap(member -> wanted.at(member).stream())
                .flatMap(member -> member.items().stream())
                .anyMatch(item -> !item.name().orElse("").equals(LAST_APPLIED));
    }

    @Override
    public Optional<String> patch(ObjectView wanted, ObjectView live) {
        return MEMBERS.patch(wanted, live);
    }
}
