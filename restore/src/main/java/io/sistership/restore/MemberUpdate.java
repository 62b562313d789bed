package io.sistership.restore;

import io.sistership.model.Action;
import io.sistership.translate.Comparison;
import io.sistership.translate.JsonPath;
import io.sistership.translate.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Brings some members of an object that every cluster has to what was captured: maps are merged,
/// so that what the recovery side put there stays; everything else is replaced.
///
/// @param members JSON pointers of one or two segments
record MemberUpdate(String name, Predicate<ObjectView> applies, List<String> members)
        implements UpdateRule {

    /// The server puts it on every namespace.
    private static final String NAME_LABEL = "kubernetes.io/metadata.name";

    private static final Comparison SAME = Comparison.of(Comparison.Numbers.BY_VALUE);

    MemberUpdate {
        members = List.copyOf(members);
    }

    @Override
    public boolean appliesTo(ObjectView wanted) {
        return applies.test(wanted);
    }

    @Override
    public Action whenMissing(ObjectView wanted) {
        return members.stream()
                        .anyMatch(
                                member -> wanted.at(member).filter(MemberUpdate::says).isPresent())
                ? new Action.Update(name)
                : new Action.Adopt();
    }

    @Override
    public Optional<String> patch(ObjectView wanted, ObjectView live) {
        var changed =
                members.stream()
                        .filter(member -> wanted.at(member).filter(MemberUpdate::says).isPresent())
                        .filter(member -> !holds(live.at(member), wanted.at(member).orElseThrow()))
                        .toList();
        if (changed.isEmpty()) {
            return Optional.empty();
        }
        var patch = new MergePatch();
        changed.forEach(member -> patch.set(member, wanted.at(member).orElseThrow().raw()));
        return Optional.of(patch.toString());
    }

    /// Whether a member says more than the server says by itself.
    private static boolean says(JsonValue member) {
        if (member.isObject() || member.isArray()) {
            return member.items().stream()
                    .anyMatch(item -> !item.name().orElse("").equals(NAME_LABEL));
        }
        return true;
    }

    private static boolean holds(Optional<JsonValue> live, JsonValue wanted) {
        if (wanted.isObject()) {
            return wanted.items().stream()
                    .allMatch(item ->
                            holds(
                                    live.flatMap(l ->
                                            l.at("/" + JsonPath.escape(item.name().orElse("")))),
                                    item));
        }
        return live.filter(l -> same(l, wanted)).isPresent();
    }

    private static boolean same(JsonValue live, JsonValue wanted) {
        var differs = new boolean[1];
        SAME.compare(live, wanted, _ -> differs[0] = true);
        return !differs[0];
    }
}
