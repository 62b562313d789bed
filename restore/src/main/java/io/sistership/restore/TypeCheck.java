package io.sistership.restore;

import io.sistership.model.Action;
import io.sistership.model.ApiResource;
import io.sistership.model.ObjectId;
import io.sistership.model.ObjectKey;
import io.sistership.restore.Expectations.Finding;
import io.sistership.restore.LoadBalancers.LoadBalancer;
import io.sistership.translate.Difference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Compares objects type by type with what the cluster holds, and keeps the totals. Confined.
final class TypeCheck {

    private final ObjectPlan plan;
    private final Cluster cluster;
    private final Preparation preparation;
    private final PlanOptions options;
    private final Expectations expectations = new Expectations();
    private final Quiescence quiescence;
    private final ServerDefaults defaults;
    private final TakenAddresses taken = new TakenAddresses();
    private final SurplusRules surplusRules;
    private final OwnerLinks links;
    private final StatusChoices statuses = new StatusChoices();
    private final Map<ObjectId, PlanEntry> entries = new HashMap<>();
    private final Map<String, String> uids = new HashMap<>();

    private final List<VerifyResult.Differing> differing = new ArrayList<>();
    private final List<ObjectId> missing = new ArrayList<>();
    private final List<ObjectId> surplus = new ArrayList<>();
    private final Map<String, Long> leftOut = new TreeMap<>();
    private final Map<String, Long> rules = new TreeMap<>();
    private final Map<String, Long> explainedSurplus = new TreeMap<>();
    private final Set<ObjectKey> seen = new HashSet<>();
    private Optional<LiveObjects> live = Optional.empty();
    private long equal;
    private long explained;

    TypeCheck(ObjectPlan plan, Cluster cluster, Preparation preparation, PlanOptions options) {
        this.plan = plan;
        this.cluster = cluster;
        this.preparation = preparation;
        this.options = options;
        this.quiescence = new Quiescence(options.choices());
        this.defaults = new ServerDefaults(cluster);
        this.links = new OwnerLinks(this::newUid);
        plan.entries().forEach(entry -> entries.put(entry.id(), entry));
        plan.entries().forEach(entry -> statuses.learn(entry.captured()));
        this.surplusRules = new SurplusRules(entries.keySet(), cluster);
    }

    void begin(ApiResource type) {
        live = Optional.of(LiveObjects.of(cluster, type));
        seen.clear();
    }

    void object(ObjectView captured) {
        var entry = entries.get(captured.id());
        if (entry == null) {
            throw new IllegalStateException(captured.id() + " isn't in the plan");
        }
        seen.add(captured.id().key());
        switch (entry.action()) {
            case Action.Skip(var reason) -> leftOut.merge(reason, 1L, Long::sum);
            case Action.Blocked(var cause) -> leftOut.merge("blocked: " + cause, 1L, Long::sum);
            case Action.Create(), Action.Adopt(), Action.Update _, Action.Recreate _ ->
                    compare(captured);
        }
    }

    private void compare(ObjectView captured) {
        var found = live.flatMap(objects -> objects.find(captured.id().key()));
        if (found.isEmpty()) {
            missing.add(captured.id());
            return;
        }
        var choices = new Choices(options.sameServiceRange(), statuses.keep(captured.type()));
        var wanted = preparation.prepare(captured, choices, links).wanted();
        count(wanted, found.get(), released(captured, found.get(), wanted));
    }

    /// What was to stand still until it is released, and was released since, is as it should be.
    private Finding released(ObjectView captured, ObjectView found, ObjectView wanted) {
        var finding = expectations.compare(wanted, found);
        var open =
                counted(
                        Quiescence.RELEASED,
                        finding.unexplained(),
                        quiescence.withoutReleased(captured, found, finding.unexplained()));
        return new Finding(finding.explained(), open);
    }

    private void count(ObjectView wanted, ObjectView found, Finding finding) {
        finding.explained().forEach((rule, count) -> rules.merge(rule, (long) count, Long::sum));
        var open = finding.unexplained();
        var afterDefaults =
                counted(ServerDefaults.RULE, open, defaults.unexplained(wanted, found, open));
        var unexplained =
                live.map(it -> taken.unexplained(wanted, afterDefaults, it))
                        .map(rest -> counted(TakenAddresses.RULE, afterDefaults, rest))
                        .orElse(afterDefaults);
        var kept = ExistingPolicies.keeps(options.choices(), wanted);
        if (!unexplained.isEmpty() && kept.isPresent()) {
            leftOut.merge(kept.get(), 1L, Long::sum);
        } else if (!unexplained.isEmpty()) {
            differing.add(
                    new VerifyResult.Differing(
                            wanted.id(), unexplained.stream().map(d -> place(wanted, d)).toList()));
        } else if (!open.isEmpty() || !finding.explained().isEmpty()) {
            explained++;
        } else {
            equal++;
        }
    }

    /// Counts for a rule what it takes away from the differences that are still open.
    private List<Difference> counted(String rule, List<Difference> open, List<Difference> rest) {
        int explained = open.size() - rest.size();
        if (explained > 0) {
            rules.merge(rule, (long) explained, Long::sum);
        }
        return rest;
    }

    private static String place(ObjectView wanted, Difference difference) {
        return wanted.is("secrets") ? difference.toString() : Places.describe(difference);
    }

    /// What of this type is there without having been captured.
    void end() {
        for (var key : live.map(LiveObjects::keys).orElse(Set.of())) {
            if (!seen.contains(key)) {
                live.flatMap(objects -> objects.find(key)).ifPresent(this::notCaptured);
            }
        }
    }

    private void notCaptured(ObjectView object) {
        surplusRules
                .find(object)
                .ifPresentOrElse(
                        reason -> explainedSurplus.merge(reason, 1L, Long::sum),
                        () -> surplus.add(object.id()));
    }

    private Optional<String> newUid(OwnerReference reference) {
        return plan.owner(reference)
                .filter(PlanEntry::willBeThere)
                .map(this::uid)
                .filter(uid -> !uid.isEmpty());
    }

    private String uid(PlanEntry owner) {
        return uids.computeIfAbsent(
                owner.captured().uid(),
                _ ->
                        cluster.get(owner.planned().type(), owner.id().key())
                                .map(bytes -> ObjectView.of(owner.planned().type(), bytes).uid())
                                .orElse(""));
    }

    /// What the rules say that were in use.
    private Map<String, String> reasons() {
        var reasons = new TreeMap<String, String>();
        rules.keySet().forEach(rule -> reasons.put(rule, DifferenceRules.reason(rule)));
        return reasons;
    }

    VerifyResult result(long captured, List<LoadBalancer> loadBalancers) {
        return new VerifyResult(
                captured,
                equal,
                explained,
                differing,
                missing,
                leftOut,
                rules,
                reasons(),
                surplus,
                explainedSurplus,
                loadBalancers);
    }
}
