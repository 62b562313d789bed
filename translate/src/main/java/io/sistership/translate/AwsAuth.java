package io.sistership.translate;

import io.sistership.model.ApiResource;
import io.sistership.model.Arn;
import io.sistership.model.Issue;
import java.util.Optional;

/// The ConfigMap that maps IAM identities to users of the cluster, in the YAML texts of its three
/// keys; comments, quotes and indentation stay.
///
/// Roles of the primary account become their counterparts, without a path, as this ConfigMap needs
/// it. IAM users and the roles of IAM Identity Center stay unless there is a counterpart: people
/// are the same people. The mapped account becomes its counterpart.
/// Source: Amazon EKS User Guide, "aws-auth ConfigMap"; kubernetes-sigs/aws-iam-authenticator.
final class AwsAuth implements TranslationRule {

    private static final String NAME = "aws-auth";
    private static final String IDENTITY_CENTER = "AWSReservedSSO_";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean appliesTo(ApiResource type) {
        return type.groupKind().equals("ConfigMap");
    }

    @Override
    public void translate(Subject subject, Crossing crossing, Findings findings) {
        var document = subject.document();
        boolean named =
                document.text("/metadata/name").filter("aws-auth"::equals).isPresent()
                        && document.text("/metadata/namespace")
                                .filter("kube-system"::equals)
                                .isPresent();
        if (named) {
            var visit = new Visit(subject, crossing, findings);
            visit.roles("/data/mapRoles");
            visit.users("/data/mapUsers");
            visit.accounts("/data/mapAccounts");
        }
    }

    /// One ConfigMap under translation.
    private record Visit(Subject subject, Crossing crossing, Findings findings) {

        void roles(String pointer) {
            each(pointer, "rolearn", (place, scalar) -> role(place, scalar));
        }

        void users(String pointer) {
            each(pointer, "userarn", (place, scalar) -> user(place, scalar));
        }

        void accounts(String pointer) {
            each(pointer, "", (place, scalar) -> account(place, scalar));
        }

        private void role(Place place, YamlTexts.Scalar scalar) {
            var arn = Arn.of(scalar.value()).filter(RoleArns::isRole);
            if (arn.isEmpty()) {
                return;
            }
            var identifier = Identifier.role(arn.get());
            if (stays(arn.get()) && isMissing(identifier)) {
                return;
            }
            findings.counterpart(place, crossing, identifier)
                    .ifPresent(
                            found -> replace(place, scalar, role(arn.get(), found), found.how()));
        }

        private static String role(Arn captured, Counterpart.Found found) {
            return RoleArns.hasPath(captured)
                    ? found.value()
                    : Arn.of(found.value()).map(RoleArns::pathless).orElse(found.value());
        }

        private boolean stays(Arn role) {
            return !crossing.leavesBehind(role) || role.resourceName().startsWith(IDENTITY_CENTER);
        }

        private void user(Place place, YamlTexts.Scalar scalar) {
            var identifier = Arn.of(scalar.value()).map(Identifier::user);
            if (identifier.isPresent() && !isMissing(identifier.get())) {
                findings.counterpart(place, crossing, identifier.get())
                        .ifPresent(found -> replace(place, scalar, found.value(), found.how()));
            }
        }

        private void account(Place place, YamlTexts.Scalar scalar) {
            var primary = crossing.primary().account();
            if (scalar.value().equals(primary.value())) {
                findings.counterpart(place, crossing, Identifier.account(primary))
                        .ifPresent(found -> replace(place, scalar, found.value(), found.how()));
            }
        }

        private boolean isMissing(Identifier identifier) {
            return crossing.counterparts().of(identifier) instanceof Counterpart.Missing;
        }

        private void each(String pointer, String key, ScalarVisitor visitor) {
            var value = subject.document().at(pointer).filter(JsonValue::isString);
            if (value.isEmpty()) {
                return;
            }
            var place = Place.of(NAME, subject, value.get());
            Optional.of(value.get().text())
                    .flatMap(text -> YamlTexts.inList(text, key))
                    .ifPresentOrElse(
                            scalars ->
                                    scalars.forEach(s -> visitor.visit(place.inside(s.path()), s)),
                            () -> findings.issue(unreadable(place)));
        }

        private void replace(Place place, YamlTexts.Scalar scalar, String text, String how) {
            if (text.equals(scalar.value())) {
                return;
            }
            if (scalar.exact()) {
                findings.translatePart(place, scalar.from(), scalar.to(), text, how);
            } else {
                findings.issue(uneditable(place, text));
            }
        }
    }

    @FunctionalInterface
    private interface ScalarVisitor {
        void visit(Place place, YamlTexts.Scalar scalar);
    }

    private static Issue unreadable(Place place) {
        return Issue.warning(
                "aws-auth-unreadable",
                place.where(),
                "the text is no YAML, so it is copied as it is; nobody can log in by it",
                "mend it in the primary cluster: `kubectl -n kube-system edit configmap aws-auth`");
    }

    private static Issue uneditable(Place place, String text) {
        return Issue.blocking(
                "aws-auth-uneditable",
                place.where(),
                "the value is spread over lines or written with escapes, so that %s can't take its place"
                        .formatted(text),
                "write it on one line in the primary cluster:"
                        + " `kubectl -n kube-system edit configmap aws-auth`");
    }
}
