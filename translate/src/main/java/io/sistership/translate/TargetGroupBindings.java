package io.sistership.translate;

import io.sistership.model.ApiResource;
import java.util.List;

/// TargetGroupBindings that people made register the recovery cluster's pods with the target groups of
/// the recovery side, and let in its security groups.
///
/// Those that the controller makes for Ingresses and Services are left out of recoveries: it makes
/// its own. A target group's name stays.
/// Source: kubernetes-sigs/aws-load-balancer-controller, docs/guide/targetgroupbinding/spec.md.
final class TargetGroupBindings implements TranslationRule {

    private static final String NAME = "target-group-binding";
    private static final List<KnownPlace> PLACES =
            List.of(
                    KnownPlace.at("/spec/targetGroupARN", IdentifierForm.TARGET_GROUP),
                    KnownPlace.at("/spec/vpcID", IdentifierForm.VPC),
                    KnownPlace.at("/spec/iamRoleArnToAssume", IdentifierForm.ROLE),
                    KnownPlace.at(
                            "/spec/networking/ingress/*/from/*/securityGroup/groupID",
                            IdentifierForm.SECURITY_GROUP));

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean appliesTo(ApiResource type) {
        return type.groupKind().equals("TargetGroupBinding.elbv2.k8s.aws");
    }

    @Override
    public void translate(Subject subject, Crossing crossing, Findings findings) {
        var visit = new RuleVisit(NAME, subject, crossing, findings);
        visit.all(PLACES);
    }
}
