package io.sistership.restore;

import static io.sistership.restore.Explains.added;
import static io.sistership.restore.Explains.both;
import static io.sistership.restore.Explains.finalizers;
import static io.sistership.restore.Explains.on;
import static io.sistership.restore.Explains.path;

import io.sistership.restore.DifferenceRule.Applies;
import io.sistership.translate.Difference;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which differences between a restored object and its translated capture are as they should be: an
/// ordered table, a rule for each path, the first line that applies wins. What no line names is
/// reported, so a line is as narrow as its reason: it names the labels, annotations and finalizers
/// that the server or a controller writes, never all of them.
final class DifferenceRules {

    /// kubernetes/pkg/volume/util/finalizer.go; kubernetes-csi/external-provisioner,
    /// external-attacher and external-snapshotter.
    private static final String VOLUME_FINALIZERS =
            "kubernetes\\.io/pvc?-protection|external-attacher/.+"
                    + "|external-provisioner\\.volume\\.kubernetes\\.io/finalizer"
                    + "|snapshot\\.storage\\.kubernetes\\.io/pvc-as-source-protection";

    /// k8s.io/cloud-provider/service/helpers; aws-load-balancer-controller/pkg/k8s/finalizer.go.
    private static final String LOAD_BALANCER_FINALIZERS =
            "service\\.kubernetes\\.io/load-balancer-cleanup|(service|elbv2)\\.k8s\\.aws/resources"
                    + "|(group\\.)?ingress\\.k8s\\.aws/.+";

    private static final List<DifferenceRule> TABLE =
            List.of(
                    inherent(
                            "type-of-list-items",
                            (_, _, d) ->
                                    d.right().isEmpty() && d.path().matches("/apiVersion|/kind"),
                            "lists name the type once for all their items"),
                    inherent(
                            "server-metadata",
                            added(
                                    "/metadata/(uid|resourceVersion|generation|creationTimestamp|selfLink|managedFields)"),
                            "the server keeps it for every object"),
                    rule("status", path("/status(/.*)?"), "controllers observe it anew"),
                    rule(
                            "empty",
                            Explains::isEmpty,
                            "null, and empty metadata, say the same as none"),
                    rule(
                            "namespace-name-label",
                            on(
                                    "namespaces",
                                    added("/metadata/labels/kubernetes.io~1metadata.name")),
                            "the server labels each namespace with its name"),
                    rule(
                            "namespace-finalizer",
                            on(
                                    "namespaces",
                                    both(
                                            added("/spec(/finalizers)?"),
                                            Explains::isFinalizedByServer)),
                            "the server finalizes each namespace"),
                    rule(
                            "protection-finalizer",
                            on(
                                    Set.of("persistentvolumeclaims", "persistentvolumes"),
                                    finalizers(VOLUME_FINALIZERS)),
                            "the volume controllers protect it"),
                    rule(
                            "service-address",
                            on("services", added("/spec/(clusterIP|clusterIPs)(/.*)?")),
                            "allocated from the recovery cluster's range"),
                    rule(
                            "service-family",
                            on("services", added("/spec/(ipFamilies|ipFamilyPolicy)(/.*)?")),
                            "follows from the address"),
                    rule(
                            "service-node-port",
                            on(
                                    "services",
                                    added("/spec/(ports/\\d+/nodePort|healthCheckNodePort)")),
                            "generated from the recovery cluster's range"),
                    rule(
                            "load-balancer-finalizer",
                            on(
                                    Set.of("services", "ingresses.networking.k8s.io"),
                                    finalizers(LOAD_BALANCER_FINALIZERS)),
                            "its controller cleans up behind it"),
                    rule(
                            "deployment-revision",
                            on(
                                    "deployments.apps",
                                    path(
                                            "/metadata/annotations/deployment.kubernetes.io~1revision")),
                            "its controller counts revisions anew"),
                    rule(
                            "daemon-set-generation",
                            on(
                                    "daemonsets.apps",
                                    path(
                                            "/metadata/annotations/deprecated.daemonset.template.generation|/spec/templateGeneration")),
                            "the server counts template changes anew"),
                    rule(
                            "job-selector",
                            on(
                                    "jobs.batch",
                                    added(
                                            "/spec/selector(/.*)?|(/spec/template)?/metadata/labels/(batch.kubernetes.io~1)?(controller-uid|job-name)")),
                            "generated from the new uid"),
                    rule(
                            "pod-node",
                            on("pods", added("/spec/nodeName")),
                            "the scheduler chose a node"),
                    rule(
                            "pod-topology",
                            on(
                                    "pods",
                                    path("/metadata/labels/topology.kubernetes.io~1(region|zone)")),
                            "the server labels a pod by its node"),
                    rule(
                            "pod-priority",
                            on("pods", added("/spec/priority")),
                            "computed from the priority class"),
                    rule(
                            "pod-token",
                            on("pods", Explains::isTokenVolume),
                            "the server mounts a token of the recovery cluster"),
                    rule(
                            "claim-binding",
                            on(
                                    "persistentvolumeclaims",
                                    added(
                                            "/spec/volumeName|/metadata/annotations/(pv.kubernetes.io~1(bind-completed|bound-by-controller|migrated-to)|volume(.beta)?.kubernetes.io~1(storage-provisioner|selected-node|storage-resizer))")),
                            "the volume controllers bound it"),
                    rule(
                            "volume-binding",
                            on(
                                    "persistentvolumes",
                                    added(
                                            "/spec/claimRef(/(uid|resourceVersion|apiVersion|kind))?|/metadata/annotations/pv.kubernetes.io~1(bound-by-controller|migrated-to)")),
                            "the volume controllers bound it"),
                    rule(
                            "account-token",
                            on(
                                    "secrets",
                                    both(
                                            Explains::isAccountToken,
                                            path(
                                                    "/data/(token|ca.crt|namespace)|/metadata/annotations/kubernetes.io~1service-account.uid|/metadata/labels/kubernetes.io~1legacy-token-(last-used|invalid-since)"))),
                            "the token controller made a token of the recovery cluster"),
                    rule(
                            "aggregated-rules",
                            on(
                                    "clusterroles.rbac.authorization.k8s.io",
                                    both(Explains::isAggregated, path("/rules(/.*)?"))),
                            "the aggregation controller fills it"),
                    rule(
                            "aws-auth-own-entries",
                            on("configmaps", Explains::isMergedAwsAuth),
                            "the recovery side's own nodes stay in the map"),
                    rule(
                            "definition-defaults",
                            on(
                                    Types.CRD,
                                    both(added("/spec/conversion"), Explains::convertsNothing)),
                            "the server completes definitions"),
                    rule(
                            "bootstrap-metadata",
                            both(
                                    Explains::isOfEks,
                                    added(
                                            "/metadata/annotations/(kubectl.kubernetes.io~1last-applied-configuration|storageclass.kubernetes.io~1is-default-class)")),
                            "EKS writes it on the storage class that it makes"));

    private DifferenceRules() {}

    static Optional<DifferenceRule> find(
            ObjectView wanted, ObjectView live, Difference difference) {
        return TABLE.stream()
                .filter(rule -> rule.applies().test(wanted, live, difference))
                .findFirst();
    }

    /// What people read beside a rule's name.
    static String reason(String name) {
        return TABLE.stream()
                .filter(rule -> rule.name().equals(name))
                .map(DifferenceRule::reason)
                .findFirst()
                .orElse(ServerDefaults.REASON);
    }

    private static DifferenceRule rule(String name, Applies applies, String reason) {
        return new DifferenceRule(name, applies, reason, false);
    }

    private static DifferenceRule inherent(String name, Applies applies, String reason) {
        return new DifferenceRule(name, applies, reason, true);
    }
}
