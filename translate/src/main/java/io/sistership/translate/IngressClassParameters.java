package io.sistership.translate;

import io.sistership.model.ApiResource;
import java.util.List;

/// What IngressClassParams lay down for the load balancers of all Ingresses of a class: as the
/// annotations of [AlbAnnotations], but in fields.
///
/// Source: kubernetes-sigs/aws-load-balancer-controller, docs/guide/ingress/ingress_class.md and
/// apis/elbv2/v1beta1/ingressclassparams_types.go.
final class IngressClassParameters implements TranslationRule {

    private static final String NAME = "ingress-class-params";
    private static final List<KnownPlace> PLACES =
            List.of(
                    KnownPlace.at("/spec/certificateArn/*", IdentifierForm.CERTIFICATE),
                    KnownPlace.at("/spec/subnets/ids/*", IdentifierForm.SUBNET),
                    KnownPlace.at("/spec/wafv2AclArn", IdentifierForm.WEB_ACL),
                    KnownPlace.at("/spec/wafv2AclName", IdentifierForm.NAMED_WEB_ACL),
                    KnownPlace.at(
                            "/spec/ipamConfiguration/ipv4IPAMPoolId", IdentifierForm.IPAM_POOL),
                    // Served under the first name; its documentation has the second.
                    KnownPlace.at("/spec/PrefixListsIDs/*", IdentifierForm.PREFIX_LIST),
                    KnownPlace.at("/spec/prefixListsIDs/*", IdentifierForm.PREFIX_LIST));

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean appliesTo(ApiResource type) {
        return type.groupKind().equals("IngressClassParams.elbv2.k8s.aws");
    }

    @Override
    public void translate(Subject subject, Crossing crossing, Findings findings) {
        var visit = new RuleVisit(NAME, subject, crossing, findings);
        visit.all(PLACES);
        LogBuckets.inList(visit, "/spec/loadBalancerAttributes");
        subject.document()
                .at("/spec/authenticationConfiguration/idpCognitoConfiguration")
                .ifPresent(config -> UserPoolConfig.translate(visit, config));
    }
}
