package io.sistership.translate;

import io.sistership.model.ApiResource;
import java.util.Map;
import java.util.Set;

/// The annotations by which an Ingress, and the Services behind it, tell the AWS Load Balancer
/// Controller what to use for an Application Load Balancer.
///
/// Each identifier inside gives way alone: lists, maps and JSON keep their form, and what is named
/// instead of identified (subnets, security groups, trust stores, target groups) stays.
/// `conditions.*` hold no identifiers. A web ACL's name stays too, unless it has a counterpart.
/// Source: kubernetes-sigs/aws-load-balancer-controller, docs/guide/ingress/annotations.md.
final class AlbAnnotations implements TranslationRule {

    private static final String NAME = "alb-annotation";
    private static final String PREFIX = "alb.ingress.kubernetes.io/";
    private static final Set<String> KINDS =
            Set.of("Ingress.networking.k8s.io", "Ingress.extensions", "Service");
    private static final Map<String, IdentifierForm> LISTS =
            Map.ofEntries(
                    Map.entry("certificate-arn", IdentifierForm.CERTIFICATE),
                    Map.entry("security-groups", IdentifierForm.SECURITY_GROUP),
                    Map.entry("security-group-prefix-lists", IdentifierForm.PREFIX_LIST),
                    Map.entry("subnets", IdentifierForm.SUBNET),
                    Map.entry("wafv2-acl-arn", IdentifierForm.WEB_ACL),
                    Map.entry("wafv2-acl-name", IdentifierForm.NAMED_WEB_ACL),
                    Map.entry("waf-acl-id", IdentifierForm.CLASSIC_WEB_ACL),
                    Map.entry("web-acl-id", IdentifierForm.CLASSIC_WEB_ACL),
                    Map.entry("customer-owned-ipv4-pool", IdentifierForm.CUSTOMER_OWNED_POOL),
                    Map.entry("ipam-ipv4-pool-id", IdentifierForm.IPAM_POOL),
                    Map.entry("frontend-nlb-subnets", IdentifierForm.SUBNET),
                    Map.entry("frontend-nlb-security-groups", IdentifierForm.SECURITY_GROUP),
                    Map.entry("frontend-nlb-eip-allocations", IdentifierForm.ADDRESS_ALLOCATION));

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean appliesTo(ApiResource type) {
        return KINDS.contains(type.groupKind());
    }

    @Override
    public void translate(Subject subject, Crossing crossing, Findings findings) {
        var visit = new RuleVisit(NAME, subject, crossing, findings);
        visit.annotations(PREFIX, (name, value) -> annotation(visit, name, value));
    }

    private static void annotation(RuleVisit visit, String name, JsonValue value) {
        var form = LISTS.get(name);
        if (form != null) {
            visit.list(value, form);
        } else if (name.startsWith("actions.")) {
            visit.embedded(
                    value, inner -> anywhere(inner, "targetGroupARN", IdentifierForm.TARGET_GROUP));
        } else {
            other(visit, name, value);
        }
    }

    private static void other(RuleVisit visit, String name, JsonValue value) {
        switch (name) {
            case "mutual-authentication" ->
                    visit.embedded(
                            value,
                            inner -> anywhere(inner, "trustStore", IdentifierForm.TRUST_STORE));
            case "auth-idp-cognito" ->
                    visit.embedded(
                            value,
                            inner ->
                                    UserPoolConfig.translate(
                                            inner, inner.subject().document().root()));
            case "load-balancer-attributes", "frontend-nlb-attributes" ->
                    LogBuckets.inMap(visit, value);
            default -> {
                // What names nothing of AWS's.
            }
        }
    }

    private static void anywhere(RuleVisit visit, String name, IdentifierForm form) {
        MembersNamed.anywhere(visit.subject().document(), name)
                .forEach(value -> visit.list(value, form));
    }
}
