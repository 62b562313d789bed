package io.sistership.restore;

import io.sistership.translate.Edit;
import io.sistership.translate.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Turns owner references with the primary's uids into references with the recovery cluster's.
///
/// A reference to a uid that doesn't exist would make the garbage collector delete the object, so
/// what isn't known yet is left out of the first write; everything else of a reference, `controller`
/// and `blockOwnerDeletion` too, keeps its bytes.
final class OwnerLinks {

    static final String POINTER = "/metadata/ownerReferences";
    static final String RULE = "owner-link";

    /// No uid is known: references are left out.
    static final OwnerLinks NONE = new OwnerLinks(_ -> Optional.empty());

    private final Function<OwnerReference, Optional<String>> newUids;

    /// @param newUids an owner's uid in the recovery cluster, if it is there
    OwnerLinks(Function<OwnerReference, Optional<String>> newUids) {
        this.newUids = newUids;
    }

    /// The edits that link what can be linked, and leave out the rest.
    List<Edit> edits(ObjectView object) {
        var references = object.at(POINTER);
        if (references.isEmpty()) {
            return List.of();
        }
        var linked = new ArrayList<Edit>();
        var gone = new ArrayList<Edit>();
        for (var reference : references.get().items()) {
            newUid(reference)
                    .ifPresentOrElse(
                            uid -> linked.add(link(reference, uid)),
                            () -> gone.add(Edit.strip(RULE, reference)));
        }
        if (linked.isEmpty()) {
            return List.of(Edit.strip(RULE, references.get()));
        }
        linked.addAll(gone);
        return linked;
    }

    /// All references that can be linked, as a JSON list; empty if none can.
    Optional<String> list(ObjectView object) {
        var linked =
                object.at(POINTER).stream()
                        .flatMap(references -> references.items().stream())
                        .flatMap(reference ->
                                newUid(reference).map(uid -> linked(reference, uid)).stream())
                        .collect(Collectors.joining(",", "[", "]"));
        return linked.equals("[]") ? Optional.empty() : Optional.of(linked);
    }

    private Optional<String> newUid(JsonValue reference) {
        return newUids.apply(OwnerReference.of(reference));
    }

    private static Edit link(JsonValue reference, String uid) {
        var old = reference.member("uid").orElseThrow();
        return Edit.replace(
                Edit.Kind.TRANSLATE,
                RULE,
                old,
                MergePatch.quoted(uid).getBytes(StandardCharsets.UTF_8));
    }

    /// The reference's own bytes around the new uid.
    private static String linked(JsonValue reference, String uid) {
        var old = reference.member("uid").orElseThrow();
        var raw = reference.raw();
        int base = reference.span().start();
        var bytes = raw.getBytes(StandardCharsets.UTF_8);
        var before = new String(bytes, 0, old.span().start() - base, StandardCharsets.UTF_8);
        var after =
                new String(
                        bytes,
                        old.span().end() - base,
                        bytes.length - (old.span().end() - base),
                        StandardCharsets.UTF_8);
        return before + MergePatch.quoted(uid) + after;
    }
}
