package io.sistership.restore;

import io.sistership.model.Action;
import io.sistership.model.Issue;
import io.sistership.model.ObjectId;
import io.sistership.restore.Decisions.Settled;
import io.sistership.translate.Translation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Puts a plan together once every object was looked at. Confined.
final class PlanAssembly {

    private final ObjectSurvey survey;
    private final Inventory inventory;
    private final Decisions decisions;

    PlanAssembly(ObjectSurvey survey, Target target) {
        this.survey = survey;
        var sightings = survey.sightings();
        var leftOut =
                sightings.stream()
                        .filter(s -> s.fate().isPresent())
                        .map(s -> s.captured().id())
                        .collect(Collectors.toSet());
        this.inventory = Inventory.of(sightings.stream().map(Sighting::captured).toList(), leftOut);
        this.decisions = new Decisions(sightings, inventory, target.served());
    }

    /// @param captured how many objects the point says it holds
    ObjectPlan assemble(long captured) {
        var settled = new ArrayList<Settled>();
        survey.sightings().forEach(sighting -> settled.add(decisions.settle(sighting)));
        var written = written(settled);
        var ranks = new Ranks(written, inventory);
        var entries = new ArrayList<PlanEntry>();
        for (int i = 0; i < settled.size(); i++) {
            entries.add(entry(survey.sightings().get(i), settled.get(i), ranks));
        }
        requireAll(captured, entries);
        var issues = new ArrayList<>(survey.issues());
        issues.addAll(ownerIssues(written));
        return new ObjectPlan(entries, issues, backends(written), survey.options());
    }

    private List<CapturedObject> written(List<Settled> settled) {
        var written = new ArrayList<CapturedObject>();
        for (int i = 0; i < settled.size(); i++) {
            if (!(settled.get(i).action() instanceof Action.Skip)) {
                written.add(survey.sightings().get(i).captured());
            }
        }
        return written;
    }

    private static PlanEntry entry(Sighting sighting, Settled settled, Ranks ranks) {
        var object = sighting.captured();
        var translations =
                settled.action() instanceof Action.Skip
                        ? List.<Translation>of()
                        : sighting.translations();
        var planned =
                new PlannedObject(
                        object.id(),
                        object.type(),
                        settled.action(),
                        ranks.wave(object),
                        translations);
        boolean present =
                settled.fate().filter(fate -> fate == LeaveOutRule.Fate.PRESENT).isPresent();
        return new PlanEntry(planned, object, ranks.rank(object), sighting.liveUid(), present);
    }

    private Backends backends(List<CapturedObject> written) {
        Map<ObjectId, List<ServiceName>> needed = new HashMap<>();
        var awaited = new HashSet<ServiceName>();
        for (var object : written) {
            var services = needed(object).filter(inventory::isAnswered).distinct().toList();
            if (!services.isEmpty()) {
                needed.put(object.id(), services);
                awaited.addAll(services);
            }
        }
        return new Backends(awaited, needed);
    }

    private Stream<ServiceName> needed(CapturedObject object) {
        var own =
                object.facet() instanceof Facet.Definition
                        ? Stream.<ServiceName>empty()
                        : inventory.backends(object).stream();
        return Stream.concat(own, inventory.converter(object).stream());
    }

    private List<Issue> ownerIssues(List<CapturedObject> written) {
        return written.stream()
                .flatMap(object ->
                        object.owners().stream()
                                .filter(owner -> inventory.owner(owner).isEmpty())
                                .map(owner ->
                                        Issue.warning(
                                                "owner-not-captured",
                                                object.id().toString(),
                                                "its owner %s isn't in the recovery point; it is restored without that owner"
                                                        .formatted(owner.label()),
                                                "")))
                .toList();
    }

    private static void requireAll(long captured, List<PlanEntry> entries) {
        if (entries.size() != captured) {
            throw new IllegalStateException(
                    "the point holds %d objects, the plan %d".formatted(captured, entries.size()));
        }
    }
}
