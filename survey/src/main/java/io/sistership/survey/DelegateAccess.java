package io.sistership.survey;

import io.sistership.cloud.EksCluster;
import io.sistership.model.Arn;
import io.sistership.model.Environment;
import io.sistership.model.FailureKind;
import io.sistership.model.Issue;
import io.sistership.model.SistershipException;

/// What to do where a cluster doesn't admit the delegate that captures it. Immutable.
///
/// Sistership never grants itself access to the primary: a person does, by these commands.
public record DelegateAccess(EksCluster cluster, Environment environment, Arn delegate) {

    /// AWS's own policy that reads everything, Secrets too.
    /// https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html
    static final String READS_ALL = ":eks::aws:cluster-access-policy/AmazonEKSAdminViewPolicy";

    private static final String NAME = "sistership-capture";

    /// The failure of a capture that the API server refused (401 or 403 on the first request).
    public SistershipException refused(Throwable cause) {
        return new SistershipException(
                FailureKind.ACCESS, "delegate-not-authorised", what(), commands(), cause);
    }

    /// The same as an issue.
    public Issue issue() {
        return Issue.blocking(
                "delegate-not-authorised", "cluster " + cluster.name(), what(), commands());
    }

    private String what() {
        return "cluster "
                + cluster.name()
                + " of "
                + environment
                + " doesn't admit "
                + delegate
                + (cluster.hasAccessEntries()
                        ? ": it needs an access entry with a policy that reads everything"
                        : ": it needs a mapping in the ConfigMap aws-auth, as the cluster has no"
                                + " access entries");
    }

    /// The commands that grant access; to be run by an administrator of the cluster.
    public String commands() {
        return cluster.hasAccessEntries() ? accessEntry() : mapping();
    }

    private String accessEntry() {
        var target =
                options() + " --cluster-name " + cluster.name() + " --principal-arn " + delegate;
        return "aws eks create-access-entry"
                + target
                + "\naws eks associate-access-policy"
                + target
                + " --policy-arn arn:"
                + delegate.partition()
                + READS_ALL
                + " --access-scope type=cluster";
    }

    // A group of its own that reads: system:masters would be shorter, and could write.
    private String mapping() {
        return """
        kubectl apply -f - <<'EOF'
        {"apiVersion": "v1", "kind": "List", "items": [
          {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "%1$s"},
           "rules": [{"apiGroups": ["*"], "resources": ["*"], "verbs": ["get", "list", "watch"]}]},
          {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding", "metadata": {"name": "%1$s"},
           "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "%1$s"},
           "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "Group", "name": "%1$s"}]}]}
        EOF
        eksctl create iamidentitymapping%2$s --cluster %3$s --arn %4$s --username %1$s --group %1$s\
        """
                .formatted(NAME, options(), cluster.name(), delegate);
    }

    private String options() {
        return environment.profile().map(name -> " --profile " + name).orElse("")
                + " --region "
                + environment.region();
    }
}
