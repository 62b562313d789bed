package io.sistership.rebuild;

import io.sistership.translate.JsonValue;
import java.util.Set;
import java.util.TreeSet;

/// What CreateNodegroup refuses together, although DescribeNodegroup answers with it.
///
/// https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html
final class NodegroupRules {

    private NodegroupRules() {}

    /// The members to leave out of the request.
    static Set<String> leftOut(JsonValue nodegroup) {
        var leftOut = new TreeSet<String>();
        if (nodegroup.at("/launchTemplate/id").isPresent()) {
            // Either id or name; disk and remote access are the template's.
            leftOut.add("launchTemplate/name");
            leftOut.add("diskSize");
            leftOut.add("remoteAccess");
        }
        if (StepRequests.text(nodegroup, "/amiType", "").equals("CUSTOM")) {
            // The template names the AMI, and with it the release and the version of Kubernetes.
            leftOut.add("amiType");
            leftOut.add("releaseVersion");
            leftOut.add("version");
        }
        return leftOut;
    }
}
