package io.sistership.restore;

import io.sistership.translate.Comparison;
import io.sistership.translate.Difference;
import io.sistership.translate.Edit;
import io.sistership.translate.Edits;
import io.sistership.translate.JsonDocument;
import io.sistership.translate.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Tells which differences are defaults of the recovery cluster's server: a dry-run create of the
/// same object under a free name gives the same value at the same place. Thread-safe.
final class ServerDefaults {

    static final String RULE = "server-default";
    static final String REASON = "a dry-run create on the recovery cluster gives the same value";

    /// Their names can't be chosen, or a dry run would allocate or call out: named rules only.
    private static final Set<String> NAMED_RULES_ONLY =
            Set.of(Types.CRD, Types.API_SERVICE, "services", "namespaces");

    private static final Comparison MEANING = Comparison.of(Comparison.Numbers.BY_VALUE);

    private final Cluster cluster;

    ServerDefaults(Cluster cluster) {
        this.cluster = cluster;
    }

    /// The differences that are no defaults.
    List<Difference> unexplained(ObjectView wanted, ObjectView live, List<Difference> open) {
        if (open.isEmpty() || NAMED_RULES_ONLY.contains(wanted.type().groupResource())) {
            return open;
        }
        return defaulted(wanted)
                .map(defaulted ->
                        open.stream().filter(d -> !isDefault(defaulted, live, d)).toList())
                .orElse(open);
    }

    private Optional<JsonDocument> defaulted(ObjectView wanted) {
        var name = wanted.at("/metadata/name").orElseThrow();
        var free =
                MergePatch.quoted("sistership-dry-run-" + UUID.randomUUID())
                        .getBytes(StandardCharsets.UTF_8);
        var renamed =
                Edits.apply(
                        wanted.document(),
                        List.of(Edit.replace(Edit.Kind.TRANSLATE, "free-name", name, free)));
        var answer = cluster.tryCreate(wanted.type(), wanted.namespace(), renamed);
        return answer instanceof WriteAnswer.Written(var object)
                ? Optional.of(object)
                : Optional.empty();
    }

    private static boolean isDefault(
            JsonDocument defaulted, ObjectView live, Difference difference) {
        return same(defaulted.at(difference.path()), live.at(difference.path()));
    }

    private static boolean same(Optional<JsonValue> one, Optional<JsonValue> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() && other.isEmpty();
        }
        var differs = new boolean[1];
        MEANING.compare(one.get(), other.get(), _ -> differs[0] = true);
        return !differs[0];
    }
}
