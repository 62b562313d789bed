package io.sistership.restore;

import static io.sistership.restore.LeaveOutRule.Fate.GONE;
import static io.sistership.restore.LeaveOutRule.Fate.PRESENT;
import static io.sistership.restore.LeaveOutRule.Fate.REMADE;

import io.sistership.restore.LeaveOutRule.Fate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// What is never restored, and why: an ordered table, the first line that applies wins.
///
/// Lines look at one object alone. What takes others into account (an owner that isn't restored,
/// Endpoints of a Service with a selector) is decided by [Inventory].
final class LeaveOutRules {

    private static final String KUBE_SYSTEM = "kube-system";

    private static final Set<String> SERVER_CONFIG_MAPS =
            Set.of(
                    "kube-system/extension-apiserver-authentication",
                    "kube-system/kube-apiserver-legacy-service-account-token-tracking",
                    "kube-public/cluster-info");

    private static final Set<String> EKS_WEBHOOKS =
            Set.of(
                    "pod-identity-webhook",
                    "vpc-resource-mutating-webhook",
                    "vpc-resource-validating-webhook");

    /// https://github.com/kubernetes/kubernetes/tree/master/pkg/controller/endpointslice and
    /// endpointslicemirroring: the values that these controllers sign with.
    private static final Set<String> SLICE_CONTROLLERS =
            Set.of("endpointslice-controller.k8s.io", "endpointslicemirroring-controller.k8s.io");

    private static final List<LeaveOutRule> TABLE =
            List.of(
                    // What names machines of the primary, or is a moment's state.
                    type("nodes", GONE, "nodes register themselves"),
                    type("events", GONE, "events tell what happened in the other cluster"),
                    type(
                            "events.events.k8s.io",
                            GONE,
                            "events tell what happened in the other cluster"),
                    type(
                            "leases.coordination.k8s.io",
                            GONE,
                            "leases are held by running processes"),
                    type(
                            "leasecandidates.coordination.k8s.io",
                            GONE,
                            "leases are held by running processes"),
                    type("componentstatuses", GONE, "component statuses are computed"),
                    type("csinodes.storage.k8s.io", GONE, "CSI drivers register on each node"),
                    type("volumeattachments.storage.k8s.io", GONE, "volumes are attached anew"),
                    type(
                            "csistoragecapacities.storage.k8s.io",
                            GONE,
                            "CSI drivers publish capacity anew"),
                    type(
                            "resourceslices.resource.k8s.io",
                            GONE,
                            "drivers publish devices of each node"),
                    type(
                            "ipaddresses.networking.k8s.io",
                            REMADE,
                            "the API server allocates addresses"),
                    type(
                            "storageversions.internal.apiserver.k8s.io",
                            GONE,
                            "API servers record their own storage versions"),
                    type(
                            "certificatesigningrequests.certificates.k8s.io",
                            GONE,
                            "requests went to the other cluster's signer"),
                    type(
                            "nodeclaims.karpenter.sh",
                            GONE,
                            "Karpenter makes a claim for each new instance"),
                    type(
                            "machines.karpenter.sh",
                            GONE,
                            "Karpenter makes a claim for each new instance"),
                    type(
                            "cninodes.vpcresources.k8s.aws",
                            GONE,
                            "made for each node by the VPC resource controller"),
                    type(
                            "policyendpoints.networking.k8s.aws",
                            REMADE,
                            "made from network policies by the VPC resource controller"),
                    type("pods.metrics.k8s.io", GONE, "metrics are measured anew"),
                    type("nodes.metrics.k8s.io", GONE, "metrics are measured anew"),

                    // On its way out when it was captured.
                    rule(
                            "being-deleted",
                            ObjectView::isBeingDeleted,
                            GONE,
                            "it was being deleted when it was captured"),

                    // What controllers make from what is restored.
                    rule(
                            "mirror-pod",
                            all("pods", o -> o.hasAnnotation("kubernetes.io/config.mirror")),
                            GONE,
                            "mirror pods stand for a node's static pods"),
                    rule(
                            "finished-pod",
                            all("pods", LeaveOutRules::podFinished),
                            GONE,
                            "it had finished and must not run again"),
                    rule(
                            "controlled-pod",
                            controlled("pods"),
                            REMADE,
                            "its controller makes its pods"),
                    rule(
                            "controlled-replica-set",
                            controlled("replicasets.apps"),
                            REMADE,
                            "its controller makes its replica sets"),
                    rule(
                            "controlled-revision",
                            controlled("controllerrevisions.apps"),
                            REMADE,
                            "its controller makes its revisions"),
                    rule(
                            "cron-job",
                            all(
                                    "jobs.batch",
                                    o ->
                                            o.controller()
                                                    .filter(c -> c.is("batch", "CronJob"))
                                                    .isPresent()),
                            REMADE,
                            "its CronJob makes its jobs"),
                    rule(
                            "finished-job",
                            all(
                                    "jobs.batch",
                                    o -> o.condition("Complete") || o.condition("Failed")),
                            GONE,
                            "it had finished and must not run again"),
                    rule(
                            "managed-slice",
                            all(
                                    "endpointslices.discovery.k8s.io",
                                    o ->
                                            SLICE_CONTROLLERS.contains(
                                                    o.label(
                                                            "endpointslice.kubernetes.io/managed-by"))),
                            REMADE,
                            "the endpoint slice controllers make it"),
                    rule(
                            "leader-endpoints",
                            all(
                                    "endpoints",
                                    o ->
                                            o.hasAnnotation(
                                                    "control-plane.alpha.kubernetes.io/leader")),
                            GONE,
                            "leases are held by running processes"),
                    rule(
                            "root-ca",
                            all("configmaps", o -> o.name().equals("kube-root-ca.crt")),
                            PRESENT,
                            "every namespace gets the cluster's own CA"),
                    rule(
                            "generated-token",
                            all("secrets", LeaveOutRules::isGeneratedToken),
                            GONE,
                            "the token controller made it, its token is of the other cluster"),
                    rule(
                            "controller-made-target-group-binding",
                            all(
                                    "targetgroupbindings.elbv2.k8s.aws",
                                    o ->
                                            !o.label("ingress.k8s.aws/stack").isEmpty()
                                                    || !o.label("service.k8s.aws/stack-name")
                                                            .isEmpty()),
                            REMADE,
                            "the load balancer controller makes it"),

                    // What every control plane makes for itself.
                    rule(
                            "kubernetes-service",
                            o ->
                                    (o.is("services")
                                                    || o.is("endpoints")
                                                    || o.is("endpointslices.discovery.k8s.io"))
                                            && o.named("default", "kubernetes"),
                            PRESENT,
                            "the API server makes its own Service"),
                    rule(
                            "default-service-cidr",
                            all(
                                    "servicecidrs.networking.k8s.io",
                                    o -> o.name().equals("kubernetes")),
                            PRESENT,
                            "the API server makes its own service range"),
                    rule(
                            "server-config-map",
                            all(
                                    "configmaps",
                                    o ->
                                            SERVER_CONFIG_MAPS.contains(
                                                    o.namespace() + "/" + o.name())),
                            PRESENT,
                            "the API server makes it with its own contents"),
                    rule(
                            "bootstrap-role",
                            LeaveOutRules::isBootstrapRole,
                            PRESENT,
                            "the API server makes and updates its default roles"),
                    rule(
                            "automatic-api-service",
                            all(
                                    "apiservices.apiregistration.k8s.io",
                                    o ->
                                            !o.label("kube-aggregator.kubernetes.io/automanaged")
                                                    .isEmpty()),
                            PRESENT,
                            "the API server registers it"),
                    rule(
                            "automatic-flow-control",
                            o ->
                                    isFlowControl(o)
                                            && o.annotation("apf.kubernetes.io/autoupdate-spec")
                                                    .equals("true"),
                            PRESENT,
                            "the API server makes and updates its default flow control"),
                    rule(
                            "system-priority-class",
                            all(
                                    "priorityclasses.scheduling.k8s.io",
                                    o ->
                                            o.name().equals("system-cluster-critical")
                                                    || o.name().equals("system-node-critical")),
                            PRESENT,
                            "the API server makes it"),

                    // What EKS makes in every cluster of its own.
                    rule(
                            "eks-flow-control",
                            o -> isFlowControl(o) && o.name().startsWith("eks-"),
                            PRESENT,
                            "EKS makes it"),
                    rule(
                            "eks-role",
                            o -> isRbac(o) && o.name().startsWith("eks:"),
                            PRESENT,
                            "EKS makes it"),
                    rule(
                            "eks-webhook",
                            o -> isWebhookConfiguration(o) && EKS_WEBHOOKS.contains(o.name()),
                            PRESENT,
                            "EKS makes it, with the certificate of its own control plane"),
                    rule(
                            "control-plane-webhook",
                            o -> isWebhookConfiguration(o) && callsControlPlane(o),
                            GONE,
                            "it calls the other control plane's own machine"));

    private LeaveOutRules() {}

    /// The first line that applies.
    static Optional<LeaveOutRule> find(ObjectView object) {
        return TABLE.stream().filter(rule -> rule.applies().test(object)).findFirst();
    }

    static List<LeaveOutRule> table() {
        return TABLE;
    }

    private static LeaveOutRule type(String groupResource, Fate fate, String reason) {
        return new LeaveOutRule(groupResource, o -> o.is(groupResource), fate, reason);
    }

    private static LeaveOutRule rule(
            String name, Predicate<ObjectView> applies, Fate fate, String reason) {
        return new LeaveOutRule(name, applies, fate, reason);
    }

    private static Predicate<ObjectView> all(String groupResource, Predicate<ObjectView> which) {
        return o -> o.is(groupResource) && which.test(o);
    }

    private static Predicate<ObjectView> controlled(String groupResource) {
        return all(groupResource, o -> o.controller().isPresent());
    }

    private static boolean podFinished(ObjectView pod) {
        var phase = pod.text("/status/phase");
        return phase.equals("Succeeded") || phase.equals("Failed");
    }

    /// Token Secrets that clusters before 1.24 made for each ServiceAccount, `<account>-token-<5>`;
    /// one that a person made has a name of its own and gets a new token under it
    /// (https://kubernetes.io/docs/concepts/security/service-accounts/).
    private static boolean isGeneratedToken(ObjectView secret) {
        var account = secret.annotation("kubernetes.io/service-account.name");
        return secret.text("/type").equals("kubernetes.io/service-account-token")
                && secret.name().matches("\\Q" + account + "\\E-token-[a-z0-9]{5}");
    }

    private static boolean isRbac(ObjectView object) {
        return object.type().group().equals("rbac.authorization.k8s.io");
    }

    /// https://kubernetes.io/docs/reference/access-authn-authz/rbac/#auto-reconciliation: what the
    /// server starts with carries this label, namespaced roles of kube-system included.
    private static boolean isBootstrapRole(ObjectView object) {
        return isRbac(object)
                && object.label("kubernetes.io/bootstrapping").equals("rbac-defaults")
                && object.annotation("rbac.authorization.kubernetes.io/autoupdate").equals("true");
    }

    private static boolean isFlowControl(ObjectView object) {
        return object.type().group().equals("flowcontrol.apiserver.k8s.io");
    }

    private static boolean isWebhookConfiguration(ObjectView object) {
        return Types.WEBHOOK_CONFIGURATIONS.contains(object.type().groupResource());
    }

    /// EKS's own webhooks listen beside the API server; where every webhook of a configuration does,
    /// nothing of it works in another cluster.
    private static boolean callsControlPlane(ObjectView configuration) {
        var clients = configuration.document().all("/webhooks/*/clientConfig");
        return !clients.isEmpty()
                && clients.stream()
                        .map(client -> ObjectView.text(client, "url"))
                        .allMatch(url -> url.matches("https://(127\\.0\\.0\\.1|localhost)[:/].*"));
    }

    static boolean inKubeSystem(ObjectView object) {
        return object.namespace().equals(KUBE_SYSTEM);
    }
}
