package io.sistership.restore;

import io.sistership.model.Action;
import io.sistership.model.Issue;
import io.sistership.model.ObjectId;
import io.sistership.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What will become of every captured object, in the order of the point. Immutable.
public final class ObjectPlan {

    private final List<PlanEntry> entries;
    private final List<Issue> issues;
    private final Backends backends;
    private final PlanOptions options;
    private final Map<String, PlanEntry> owners;

    ObjectPlan(
            List<PlanEntry> entries, List<Issue> issues, Backends backends, PlanOptions options) {
        this.entries = List.copyOf(entries);
        this.issues = List.copyOf(issues);
        this.backends = backends;
        this.options = options;
        this.owners = owners(this.entries);
    }

    /// Every captured object, once.
    public List<PlannedObject> objects() {
        return entries.stream().map(PlanEntry::planned).toList();
    }

    /// What keeps the recovery from being done, unless it is accepted by name.
    public List<PlannedObject> blocked() {
        return objects().stream().filter(o -> o.action() instanceof Action.Blocked).toList();
    }

    /// What translating and ordering brought up.
    public List<Issue> issues() {
        return issues;
    }

    /// How many objects have each action, by its label.
    public Map<String, Long> counts() {
        return entries.stream()
                .collect(
                        Collectors.groupingBy(
                                e -> e.planned().action().label(),
                                TreeMap::new,
                                Collectors.counting()));
    }

    /// Names this plan: two plans that do the same have the same digest.
    public Sha256 digest() {
        var digest = Sha256.newDigest();
        for (var entry : entries) {
            var planned = entry.planned();
            var line =
                    "%s|%s|%s|%s|%s|%d\n"
                            .formatted(
                                    planned.type(),
                                    planned.id(),
                                    planned.action().label(),
                                    planned.action().detail(),
                                    planned.wave(),
                                    entry.rank());
            digest.update(line.getBytes(StandardCharsets.UTF_8));
            planned.translations()
                    .forEach(t -> digest.update(t.toString().getBytes(StandardCharsets.UTF_8)));
        }
        return Sha256.ofDigest(digest.digest());
    }

    List<PlanEntry> entries() {
        return entries;
    }

    PlanOptions options() {
        return options;
    }

    Backends backends() {
        return backends;
    }

    /// The captured object that an owner reference means.
    Optional<PlanEntry> owner(OwnerReference reference) {
        return Optional.ofNullable(owners.get(reference.uid()));
    }

    boolean isOwner(PlanEntry entry) {
        return owners.containsKey(entry.captured().uid());
    }

    /// Whether an owner that will be there, or is, doesn't precede the object: its link needs a
    /// second write.
    boolean linkedLater(PlanEntry entry) {
        return entry.captured().owners().stream()
                .flatMap(reference -> owner(reference).stream())
                .anyMatch(owner -> owner.willBeThere() && !owner.precedes(entry));
    }

    /// Only what is an owner is kept.
    private static Map<String, PlanEntry> owners(List<PlanEntry> entries) {
        var referred =
                entries.stream()
                        .flatMap(e -> e.captured().owners().stream())
                        .map(OwnerReference::uid)
                        .collect(Collectors.toSet());
        var owners = new HashMap<String, PlanEntry>();
        entries.stream()
                .filter(e -> referred.contains(e.captured().uid()))
                .forEach(e -> owners.put(e.captured().uid(), e));
        return owners;
    }

    /// Finds a line of the plan.
    public Optional<PlannedObject> find(ObjectId id) {
        return entries.stream()
                .map(PlanEntry::planned)
                .filter(planned -> planned.id().equals(id))
                .findFirst();
    }
}
