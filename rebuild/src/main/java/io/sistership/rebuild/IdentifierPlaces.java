package io.sistership.rebuild;

import io.sistership.model.Arn;
import io.sistership.translate.Identifier;
import java.util.Map;
import java.util.Optional;

/// Where an EKS description names something that is another one on the recovery side, and what kind
/// of thing stands there. Every member that is treated as translated has a line here.
final class IdentifierPlaces {

    private static final Map<String, Map<String, Identifier.Kind>> KINDS =
            Map.of(
                    "cluster",
                    Map.of(
                            "roleArn", Identifier.Kind.ROLE,
                            "resourcesVpcConfig/subnetIds", Identifier.Kind.SUBNET,
                            "resourcesVpcConfig/securityGroupIds", Identifier.Kind.SECURITY_GROUP,
                            "encryptionConfig/provider/keyArn", Identifier.Kind.KEY,
                            "computeConfig/nodeRoleArn", Identifier.Kind.ROLE),
                    "nodegroup",
                    Map.of(
                            "subnets", Identifier.Kind.SUBNET,
                            "remoteAccess/sourceSecurityGroups", Identifier.Kind.SECURITY_GROUP,
                            "nodeRole", Identifier.Kind.ROLE,
                            "launchTemplate/id", Identifier.Kind.LAUNCH_TEMPLATE),
                    "fargateProfile",
                    Map.of(
                            "podExecutionRoleArn", Identifier.Kind.ROLE,
                            "subnets", Identifier.Kind.SUBNET),
                    "accessEntry",
                    Map.of("principalArn", Identifier.Kind.ROLE));

    private IdentifierPlaces() {}

    /// What stands at this place of a description; empty where no identifier does.
    static Optional<Identifier> at(String section, String path, String value) {
        return Optional.ofNullable(KINDS.getOrDefault(section, Map.of()).get(path))
                .map(kind -> new Identifier(isUser(value) ? Identifier.Kind.USER : kind, value));
    }

    // An access entry's principal may be either.
    private static boolean isUser(String value) {
        return Arn.of(value)
                .filter(arn -> arn.service().equals("iam") && arn.resource().startsWith("user/"))
                .isPresent();
    }
}
