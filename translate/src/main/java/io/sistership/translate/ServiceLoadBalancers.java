package io.sistership.translate;

import io.sistership.model.ApiResource;
import java.util.Map;

/// The annotations by which a Service tells its load balancer's controller, in the tree or AWS's own,
/// what to use for it.
///
/// Each identifier in a list gives way alone; names of subnets and security groups stay. Addresses
/// that the load balancer takes of its subnets' own can't be known on the recovery side: a person
/// names them, or maps them to themselves where the subnets' ranges are the same.
/// Source: kubernetes-sigs/aws-load-balancer-controller, docs/guide/service/annotations.md;
/// kubernetes/cloud-provider-aws, docs/service_controller.md.
final class ServiceLoadBalancers implements TranslationRule {

    private static final String NAME = "service-load-balancer";
    private static final String PREFIX = "service.beta.kubernetes.io/aws-load-balancer-";
    private static final Map<String, IdentifierForm> LISTS =
            Map.of(
                    "ssl-cert", IdentifierForm.CERTIFICATE,
                    "security-groups", IdentifierForm.SECURITY_GROUP,
                    "extra-security-groups", IdentifierForm.SECURITY_GROUP,
                    "security-group-prefix-lists", IdentifierForm.PREFIX_LIST,
                    "subnets", IdentifierForm.SUBNET,
                    "eip-allocations", IdentifierForm.ADDRESS_ALLOCATION,
                    "private-ipv4-addresses", IdentifierForm.PRIVATE_ADDRESS,
                    "ipv6-addresses", IdentifierForm.PRIVATE_ADDRESS);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean appliesTo(ApiResource type) {
        return type.groupKind().equals("Service");
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
        } else if (name.equals("attributes")) {
            LogBuckets.inMap(visit, value);
        } else if (name.equals("access-log-s3-bucket-name")) {
            LogBuckets.whole(visit, value, logs(visit));
        }
    }

    private static boolean logs(RuleVisit visit) {
        return visit.annotation(PREFIX + "access-log-enabled").filter("true"::equals).isPresent();
    }
}
