package io.sistership.restore;

import io.sistership.translate.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// What an old cluster may still hold although no server of today creates it: named in the plan,
/// before the bad day.
///
/// None of it can be mended without a decision: whether a webhook has side effects is known to those
/// who wrote it (https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#side-effects).
/// A `caBundle` that is no certificate, or a stale one, is none of this: servers take it, and calls
/// go on failing as they did.
final class Refusals {

    private static final Set<String> HARMLESS = Set.of("None", "NoneOnDryRun");
    private static final Set<String> REVIEWS = Set.of("v1", "v1beta1");

    private static final List<Function<JsonValue, Optional<String>>> OF_WEBHOOKS =
            List.of(Refusals::sideEffects, Refusals::reviews);

    private Refusals() {}

    /// Why the recovery cluster's server would refuse it; empty where nothing is known against it.
    static Optional<String> find(ObjectView object) {
        return webhooks(object)
                .flatMap(webhook ->
                        OF_WEBHOOKS.stream()
                                .flatMap(rule -> rule.apply(webhook).stream())
                                .map(why ->
                                        "webhook %s %s"
                                                .formatted(ObjectView.text(webhook, "name"), why)))
                .findFirst();
    }

    private static Optional<String> sideEffects(JsonValue webhook) {
        var says = ObjectView.text(webhook, "sideEffects");
        return says.isEmpty() || HARMLESS.contains(says)
                ? Optional.empty()
                : Optional.of(
                        "says sideEffects: %s; only None and NoneOnDryRun can be created since admissionregistration.k8s.io/v1"
                                .formatted(says));
    }

    private static Optional<String> reviews(JsonValue webhook) {
        var versions =
                webhook.member("admissionReviewVersions").stream()
                        .flatMap(list -> list.items().stream())
                        .flatMap(version -> version.textIfString().stream())
                        .toList();
        return versions.isEmpty() || versions.stream().anyMatch(REVIEWS::contains)
                ? Optional.empty()
                : Optional.of(
                        "takes reviews of %s only; one of v1 and v1beta1 has to be among them"
                                .formatted(String.join(", ", versions)));
    }

    private static Stream<JsonValue> webhooks(ObjectView object) {
        return Types.WEBHOOK_CONFIGURATIONS.contains(object.type().groupResource())
                ? object.document().all("/webhooks/*").stream()
                : Stream.empty();
    }
}
