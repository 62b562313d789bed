package io.sistership.restore;

import io.sistership.restore.DifferenceRule.Applies;
import io.sistership.translate.Difference;
import io.sistership.translate.JsonValue;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What rules about differences are made of: where something differs, and what may stand there.
final class Explains {

    private static final Pattern METADATA =
            Pattern.compile("/metadata/(labels|annotations|finalizers|ownerReferences)");

    private Explains() {}

    /// Whatever stands at these paths on either side.
    static Applies path(String expression) {
        var pattern = Pattern.compile(expression);
        return (_, _, d) -> pattern.matcher(d.path()).matches();
    }

    /// Only what the cluster has beside what was written.
    static Applies added(String expression) {
        var pattern = Pattern.compile(expression);
        return (_, _, d) -> d.left().isEmpty() && pattern.matcher(d.path()).matches();
    }

    /// Finalizers of these names, come or gone; lists of them are compared by index.
    static Applies finalizers(String names) {
        var name = Pattern.compile(names);
        return (_, _, d) ->
                d.path().startsWith("/metadata/finalizers/")
                        && Stream.of(d.left(), d.right())
                                .flatMap(Optional::stream)
                                .allMatch(v -> name.matcher(v.textIfString().orElse("")).matches());
    }

    static Applies on(String groupResource, Applies which) {
        return on(Set.of(groupResource), which);
    }

    static Applies on(Set<String> groupResources, Applies which) {
        return (w, l, d) ->
                groupResources.contains(w.type().groupResource()) && which.test(w, l, d);
    }

    static Applies both(Applies one, Applies other) {
        return (w, l, d) -> one.test(w, l, d) && other.test(w, l, d);
    }

    /// `null` is the same as nothing everywhere, an empty map or list only where every object may
    /// have one: `ingress: [{}]` of a network policy, or a custom resource's `selfSigned: {}`, says
    /// something by being there
    /// (github.com/kubernetes/community, sig-architecture/api-conventions.md, "Optional vs. Required").
    static boolean isEmpty(ObjectView wanted, ObjectView live, Difference difference) {
        boolean metadata = METADATA.matcher(difference.path()).matches();
        return says(difference.left(), metadata) && says(difference.right(), metadata);
    }

    private static boolean says(Optional<JsonValue> value, boolean metadata) {
        return value.filter(v -> !saysNothing(v, metadata)).isEmpty();
    }

    private static boolean saysNothing(JsonValue value, boolean metadata) {
        return switch (value.kind()) {
            case OBJECT, ARRAY -> metadata && value.items().isEmpty();
            case NULL -> true;
            case STRING, NUMBER, TRUE, FALSE -> false;
        };
    }

    /// Volumes and mounts are compared by index; the injected ones come last.
    static boolean isTokenVolume(ObjectView wanted, ObjectView live, Difference difference) {
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

    static boolean isAccountToken(ObjectView wanted, ObjectView live, Difference difference) {
        return wanted.text("/type").equals("kubernetes.io/service-account-token");
    }

    static boolean isAggregated(ObjectView wanted, ObjectView live, Difference difference) {
        return wanted.has("/aggregationRule");
    }

    /// Only if nothing that was captured is missing from the map, and nothing but nodes is beside it.
    static boolean isMergedAwsAuth(ObjectView wanted, ObjectView live, Difference difference) {
        var rule = new AwsAuthUpdate();
        return rule.appliesTo(wanted)
                && AwsAuthList.ALL.stream().anyMatch(l -> l.pointer().equals(difference.path()))
                && rule.patch(wanted, live).isEmpty()
                && rule.hasOnlyNodesBeside(wanted, live);
    }

    static boolean isFinalizedByServer(ObjectView wanted, ObjectView live, Difference difference) {
        return live.document().all("/spec/finalizers/*").stream()
                .allMatch(f -> f.textIfString().orElse("").equals("kubernetes"));
    }

    static boolean convertsNothing(ObjectView wanted, ObjectView live, Difference difference) {
        return live.text("/spec/conversion/strategy").equals("None");
    }

    static boolean isOfEks(ObjectView wanted, ObjectView live, Difference difference) {
        return new StorageClassUpdate().appliesTo(wanted);
    }
}
