package io.sistership.survey;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Where EKS documents name things of other services. The table is the whole of what a survey
/// follows.
///
/// @param section the member of the response that holds the description
/// @param path of the name in it; list elements are passed through
record Reference(String section, String path, Target target) {

    /// What is named.
    enum Target {
        ROLE,
        SUBNET,
        SECURITY_GROUP,
        VPC,
        ISSUER
    }

    static final List<Reference> ALL =
            List.of(
                    new Reference("cluster", "roleArn", Target.ROLE),
                    new Reference("cluster", "computeConfig/nodeRoleArn", Target.ROLE),
                    new Reference("cluster", "resourcesVpcConfig/subnetIds", Target.SUBNET),
                    new Reference(
                            "cluster",
                            "resourcesVpcConfig/securityGroupIds",
                            Target.SECURITY_GROUP),
                    new Reference(
                            "cluster",
                            "resourcesVpcConfig/clusterSecurityGroupId",
                            Target.SECURITY_GROUP),
                    new Reference("cluster", "resourcesVpcConfig/vpcId", Target.VPC),
                    new Reference("cluster", "identity/oidc/issuer", Target.ISSUER),
                    new Reference("nodegroup", "nodeRole", Target.ROLE),
                    new Reference("nodegroup", "subnets", Target.SUBNET),
                    new Reference(
                            "nodegroup",
                            "remoteAccess/sourceSecurityGroups",
                            Target.SECURITY_GROUP),
                    new Reference("fargateProfile", "podExecutionRoleArn", Target.ROLE),
                    new Reference("fargateProfile", "subnets", Target.SUBNET),
                    new Reference("addon", "serviceAccountRoleArn", Target.ROLE),
                    new Reference("accessEntry", "principalArn", Target.ROLE),
                    new Reference("association", "roleArn", Target.ROLE),
                    new Reference("association", "targetRoleArn", Target.ROLE));

    /// The names that a description has at this place.
    Stream<String> in(JsonNode description) {
        var found = new ArrayList<String>();
        collect(description, path, found);
        return found.stream();
    }

    private static void collect(JsonNode node, String path, List<String> into) {
        if (node.isArray()) {
            node.forEach(element -> collect(element, path, into));
        } else if (path.isEmpty()) {
            node.stringValueOpt().filter(text -> !text.isEmpty()).ifPresent(into::add);
        } else {
            var slash = path.indexOf('/');
            var name = slash < 0 ? path : path.substring(0, slash);
            collect(node.path(name), slash < 0 ? "" : path.substring(slash + 1), into);
        }
    }
}
