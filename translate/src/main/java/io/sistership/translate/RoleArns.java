package io.sistership.translate;

import io.sistership.model.Arn;

/// What is special about the ARNs of IAM roles: a path that some places leave out.
final class RoleArns {

    private static final String ROLE = "role/";

    private RoleArns() {}

    static boolean isRole(Arn arn) {
        return arn.service().equals("iam") && arn.resource().startsWith(ROLE);
    }

    static boolean hasPath(Arn role) {
        return role.resource().indexOf('/', ROLE.length()) >= 0;
    }

    /// The role without its path, as `aws-auth` needs it.
    /// Source: Amazon EKS User Guide, "aws-auth ConfigMap": the role ARN can't include a path.
    static String pathless(Arn role) {
        return new Arn(
                        role.partition(),
                        role.service(),
                        role.region(),
                        role.account(),
                        ROLE + role.resourceName())
                .toString();
    }
}
