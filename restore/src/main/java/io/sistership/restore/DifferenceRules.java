package io.sistership.restore;

import io.sistership.restore.DifferenceRule.Applies;
import io.sistership.translate.Difference;
import io.sistership.translate.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Which differences between a restored object and its translated capture are as they should be: an
/// ordered table, a rule for each path, the first line that applies wins. What no line names is
/// reported.
final class DifferenceRules {

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
                            (_, _, d) -> isEmpty(d.left()) && isEmpty(d.right()),
                            "an empty value says the same as none"),
                    rule(
                            "namespace-name-label",
                            of(
                                    "namespaces",
                                    added("/metadata/labels(/kubernetes.io~1metadata.name)?")),
                            "the server labels each namespace with its name"),
                    rule(
                            "namespace-finalizer",
                            of("namespaces", added("/spec(/finalizers)?")),
                            "the server finalizes each namespace"),
                    rule(
                            "protection-finalizer",
                            of(
                                    Set.of("persistentvolumeclaims", "persistentvolumes"),
                                    path("/metadata/finalizers(/.*)?")),
                            "the volume protection controller adds it"),
                    rule(
                            "service-address",
                            of("services", added("/spec/(clusterIP|clusterIPs)(/.*)?")),
                            "allocated from the recovery cluster's range"),
                    rule(
                            "service-family",
                            of(
                                    "services",
                                    added(
                                            "/spec/(ipFamilies|ipFamilyPolicy|internalTrafficPolicy|sessionAffinity)(/.*)?")),
                            "follows from the address"),
                    rule(
                            "service-node-port",
                            of(
                                    "services",
                                    added("/spec/(ports/\\d+/nodePort|healthCheckNodePort)")),
                            "generated from the recovery cluster's range"),
                    rule(
                            "load-balancer-finalizer",
                            of("services", added("/metadata/finalizers(/.*)?")),
                            "its controller cleans up behind it"),
                    rule(
                            "deployment-revision",
                            of(
                                    "deployments.apps",
                                    path(
                                            "/metadata/annotations(/deployment.kubernetes.io~1revision)?")),
                            "its controller counts revisions anew"),
                    rule(
                            "daemon-set-generation",
                            of(
                                    "daemonsets.apps",
                                    path(
                                            "/metadata/annotations(/deprecated.daemonset.template.generation)?|/spec/templateGeneration")),
                            "the server counts template changes anew"),
                    rule(
                            "job-selector",
                            of(
                                    "jobs.batch",
                                    added(
                                            "/spec/(selector|manualSelector)(/.*)?|(/spec/template)?/metadata/labels(/.*)?")),
                            "generated from the new uid"),
                    rule(
                            "pod-node",
                            of("pods", added("/spec/nodeName")),
                            "the scheduler chose a node"),
                    rule(
                            "pod-topology",
                            of(
                                    "pods",
                                    path(
                                            "/metadata/labels(/topology.kubernetes.io~1(region|zone))?")),
                            "the server labels a pod by its node"),
                    rule(
                            "pod-priority",
                            of("pods", added("/spec/priority")),
                            "computed from the priority class"),
                    rule(
                            "pod-token",
                            of("pods", DifferenceRules::isTokenVolume),
                            "the server mounts a token of the recovery cluster"),
                    rule(
                            "claim-binding",
                            of(
                                    "persistentvolumeclaims",
                                    added(
                                            "/spec/volumeName|/metadata/annotations(/(pv|volume)(.beta)?.kubernetes.io~1.*)?")),
                            "the volume controllers bound it"),
                    rule(
                            "volume-binding",
                            of(
                                    "persistentvolumes",
                                    added(
                                            "/spec/claimRef(/(uid|resourceVersion|apiVersion|kind))?|/metadata/annotations(/pv.kubernetes.io~1.*)?")),
                            "the volume controllers bound it"),
                    rule(
                            "account-token",
                            of(
                                    "secrets",
                                    (w, _, d) ->
                                            isAccountToken(w)
                                                    && d.path()
                                                            .matches(
                                                                    "/data(/(token|ca.crt|namespace))?|/metadata/(annotations|labels)(/kubernetes.io~1.*)?")),
                            "the token controller made a token of the recovery cluster"),
                    rule(
                            "aggregated-rules",
                            of(
                                    "clusterroles.rbac.authorization.k8s.io",
                                    (w, _, d) ->
                                            w.has("/aggregationRule")
                                                    && d.path().matches("/rules(/.*)?")),
                            "the aggregation controller fills it"),
                    rule(
                            "aws-auth-own-entries",
                            of("configmaps", DifferenceRules::isMergedAwsAuth),
                            "the recovery side's own nodes stay in the map"),
                    rule(
                            "definition-defaults",
                            of(
                                    Types.CRD,
                                    added(
                                            "/spec/(conversion|versions/\\d+/additionalPrinterColumns)(/.*)?")),
                            "the server completes definitions"),
                    rule(
                            "bootstrap-metadata",
                            (w, _, d) ->
                                    UpdateRules.find(w).isPresent()
                                            && d.left().isEmpty()
                                            && d.path()
                                                    .matches(
                                                            "/metadata/(labels|annotations)(/.*)?"),
                            "the recovery cluster has it beside what was captured"));

    private DifferenceRules() {}

    static Optional<DifferenceRule> find(
            ObjectView wanted, ObjectView live, Difference difference) {
        return TABLE.stream()
                .filter(rule -> rule.applies().test(wanted, live, difference))
                .findFirst();
    }

    static List<DifferenceRule> table() {
        return TABLE;
    }

    private static DifferenceRule rule(String name, Applies applies, String reason) {
        return new DifferenceRule(name, applies, reason, false);
    }

    private static DifferenceRule inherent(String name, Applies applies, String reason) {
        return new DifferenceRule(name, applies, reason, true);
    }

    /// Whatever stands at these paths on either side.
    private static Applies path(String expression) {
        var pattern = Pattern.compile(expression);
        return (_, _, d) -> pattern.matcher(d.path()).matches();
    }

    /// Only what the cluster has beside what was written.
    private static Applies added(String expression) {
        var pattern = Pattern.compile(expression);
        return (_, _, d) -> d.left().isEmpty() && pattern.matcher(d.path()).matches();
    }

    private static Applies of(String groupResource, Applies which) {
        return of(Set.of(groupResource), which);
    }

    private static Applies of(Set<String> groupResources, Applies which) {
        return (w, l, d) ->
                groupResources.contains(w.type().groupResource()) && which.test(w, l, d);
    }

    private static boolean isEmpty(Optional<JsonValue> value) {
        return value.filter(v -> !isEmptyValue(v)).isEmpty();
    }

    private static boolean isEmptyValue(JsonValue value) {
        return switch (value.kind()) {
            case OBJECT, ARRAY -> value.items().isEmpty();
            case NULL -> true;
            case STRING, NUMBER, TRUE, FALSE -> false;
        };
    }

    /// Volumes and mounts are compared by index; the injected ones come last.
    private static boolean isTokenVolume(
            ObjectView wanted, ObjectView live, Difference difference) {
        Predicate<JsonValue> token = v -> ObjectView.text(v, "name").startsWith("kube-api-access-");
        boolean list =
                difference
                        .right()
                        .filter(JsonValue::isArray)
                        .filter(a -> a.items().stream().allMatch(token))
                        .isPresent();
        return difference.left().isEmpty()
                && difference
                        .path()
                        .matches(
                                "/spec/volumes(/\\d+)?|/spec/(initC|c)ontainers/\\d+/volumeMounts(/\\d+)?")
                && (list || difference.right().filter(token).isPresent());
    }

    private static boolean isAccountToken(ObjectView secret) {
        return secret.text("/type").equals("kubernetes.io/service-account-token");
    }

    /// Only if nothing that was captured is missing from the map.
    private static boolean isMergedAwsAuth(
            ObjectView wanted, ObjectView live, Difference difference) {
        var rule = new AwsAuthUpdate();
        return rule.appliesTo(wanted)
                && difference.path().startsWith("/data")
                && rule.patch(wanted, live).isEmpty();
    }
}
