package io.sistership.translate;

import io.sistership.model.ApiResource;
import io.sistership.model.Arn;
import io.sistership.model.Issue;

/// The IAM role that pods of a ServiceAccount assume is the mirrored role.
///
/// A role of a third account is copied, and told: its trust must name the new cluster's issuer.
/// Source: Amazon EKS User Guide, "IAM roles for service accounts".
final class RoleArnAnnotation implements TranslationRule {

    private static final String NAME = "role-arn-annotation";
    private static final JsonPath PLACE =
            JsonPath.of("/metadata/annotations/eks.amazonaws.com~1role-arn");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean appliesTo(ApiResource type) {
        return type.groupKind().equals("ServiceAccount");
    }

    @Override
    public void translate(Subject subject, Crossing crossing, Findings findings) {
        for (var value : subject.document().all(PLACE)) {
            value.textIfString()
                    .flatMap(Arn::of)
                    .filter(RoleArns::isRole)
                    .ifPresent(role ->
                            translate(Place.of(NAME, subject, value), role, crossing, findings));
        }
    }

    private static void translate(Place place, Arn role, Crossing crossing, Findings findings) {
        var counterpart = crossing.counterparts().of(Identifier.role(role));
        if (crossing.leavesBehind(role) || !(counterpart instanceof Counterpart.Missing)) {
            findings.counterpart(place, crossing, Identifier.role(role))
                    .ifPresent(found ->
                            findings.translate(
                                    place,
                                    0,
                                    role.toString().length(),
                                    found.value(),
                                    found.how()));
        } else if (!role.account().equals(crossing.recovery().account().value())) {
            findings.issue(thirdAccount(place, role));
        }
    }

    private static Issue thirdAccount(Place place, Arn role) {
        return Issue.warning(
                "role-of-third-account",
                place.where(),
                "role %s belongs to neither account and is copied as it is".formatted(role),
                "let its trust policy name the recovery cluster's issuer");
    }
}
