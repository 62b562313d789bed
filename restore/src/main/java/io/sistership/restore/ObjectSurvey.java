package io.sistership.restore;

import io.sistership.model.Action;
import io.sistership.model.ApiResource;
import io.sistership.model.Issue;
import io.sistership.restore.Preparation.Prepared;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Looks at each captured object alone and keeps a small record of it. Confined.
final class ObjectSurvey {

    private final Preparation preparation;
    private final Target target;
    private final PlanOptions options;
    private final LiveComparison comparison;
    private final List<Sighting> sightings = new ArrayList<>();
    private final List<Issue> issues = new ArrayList<>();
    private final StatusChoices statuses = new StatusChoices();
    private Optional<LiveObjects> live = Optional.empty();
    private ApiResource type = new ApiResource("", "v1", "Namespace", "namespaces", false);
    private int line;

    ObjectSurvey(Preparation preparation, Target target, PlanOptions options) {
        this.preparation = preparation;
        this.target = target;
        this.options = options;
        this.comparison = new LiveComparison(new Expectations(), options.choices());
    }

    /// The objects of this type come next.
    void begin(ApiResource next) {
        type = next;
        live = target.live().apply(next);
        line = 0;
    }

    void look(byte[] bytes) {
        var object = ObjectView.of(type, bytes);
        var captured = CapturedObject.of(object, line++);
        statuses.learn(captured);
        sightings.add(
                LeaveOutRules.find(object)
                        .map(rule -> leftOut(captured, rule))
                        .orElseGet(() -> sighting(captured, object)));
    }

    private static Sighting leftOut(CapturedObject captured, LeaveOutRule rule) {
        return new Sighting(
                captured, new Action.Skip(rule.reason()), Optional.of(rule.fate()), "", List.of());
    }

    private Sighting sighting(CapturedObject captured, ObjectView object) {
        var choices = new Choices(options.sameServiceRange(), statuses.keep(captured.type()));
        var prepared = preparation.prepare(object, choices, OwnerLinks.NONE);
        issues.addAll(prepared.issues());
        var there = live.flatMap(objects -> objects.find(captured.id().key()));
        return new Sighting(
                captured,
                action(prepared, there),
                Optional.empty(),
                there.map(ObjectView::uid).orElse(""),
                prepared.translations());
    }

    private Action action(Prepared prepared, Optional<ObjectView> there) {
        var blocking = prepared.issues().stream().filter(Issue::blocks).findFirst();
        if (blocking.isPresent()) {
            return new Action.Blocked(blocking.get().what());
        }
        return there.map(live -> comparison.decide(prepared.wanted(), live, target.isOurs(live)))
                .orElseGet(() -> whenMissing(prepared));
    }

    private Action whenMissing(Prepared prepared) {
        var refusal = Refusals.find(prepared.captured());
        if (refusal.isPresent()) {
            return new Action.Blocked("refused: " + refusal.get());
        }
        return UpdateRules.find(prepared.captured())
                .map(rule ->
                        live.isPresent()
                                ? rule.whenMissing(prepared.wanted())
                                : rule.beforeCluster(prepared.wanted()))
                .orElseGet(Action.Create::new);
    }

    List<Sighting> sightings() {
        return sightings;
    }

    PlanOptions options() {
        return options;
    }

    List<Issue> issues() {
        return issues;
    }
}
