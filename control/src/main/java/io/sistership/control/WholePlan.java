package io.sistership.control;

import io.sistership.model.Action;
import io.sistership.model.Issue;
import io.sistership.model.Progress;
import io.sistership.model.Sha256;
import io.sistership.rebuild.CloudPlan;
import io.sistership.rebuild.CloudStep;
import io.sistership.restore.ObjectPlan;
import io.sistership.restore.PlannedObject;
import io.sistership.translate.Translation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The cloud side and the objects of one recovery, planned together.
///
/// @param counterparts what was asked of counterparts until the plan was made
record WholePlan(
        RecoveryContext context,
        CloudPlan cloud,
        ObjectPlan objects,
        List<AskedCounterparts.Asked> counterparts) {

    /// Plans against the recovery environment as it is now, reading only.
    static WholePlan of(RecoveryContext context, Progress progress) {
        progress.stage("plan cloud", -1);
        var planner = context.cloudPlanner();
        var cloud = planner.plan(context.surveyed());
        var live = planner.cluster().filter(cluster -> cluster.endpoint().isPresent());
        var objects =
                live.isPresent()
                        ? Addresses.reach(
                                live.get(),
                                address -> context.delegate().plan(context.point(), address))
                        : context.delegate().plan(context.point());
        return new WholePlan(context, cloud, objects, context.counterparts().asked());
    }

    /// What a person should know, what blocks first.
    List<Issue> issues() {
        var blockedObjects = objects.blocked().stream().map(WholePlan::issue);
        return Stream.of(
                        cloud.issues().stream(),
                        objects.issues().stream(),
                        blockedObjects,
                        configuration().stream())
                .flatMap(each -> each)
                .distinct()
                .sorted(Comparator.comparing(Issue::severity).reversed())
                .toList();
    }

    /// People change counterparts and rules after a capture, and may: but a plan says so.
    private Optional<Issue> configuration() {
        var captured = context.point().manifest().heading();
        var here = context.application().digest();
        return captured.configuration().equals(here)
                ? Optional.empty()
                : Optional.of(
                        Issue.info(
                                "configuration-differs",
                                "recovery point " + captured.id(),
                                "it was captured with configuration %s; this plan goes by %s"
                                        .formatted(captured.configuration(), here)));
    }

    /// Names the plan: the same for the same point, configuration, counterparts, target and lines.
    String id() {
        var digest = Sha256.newDigest();
        var heading = context.point().manifest().heading();
        var lines = new ArrayList<String>();
        lines.add("sistership plan, version 2");
        lines.add(heading.id().value());
        lines.add(context.application().digest().hex());
        lines.add(context.recoveryTarget().recoveryId());
        lines.add(AskedCounterparts.digest(counterparts).hex());
        cloud.steps()
                .forEach(step -> lines.add(step.id() + " " + step.action() + " " + step.request()));
        lines.add(objects.digest().hex());
        lines.forEach(line -> digest.update((line + "\n").getBytes(StandardCharsets.UTF_8)));
        return Sha256.ofDigest(digest.digest()).hex().substring(0, 20);
    }

    PlanBinding binding() {
        var target = context.recoveryTarget();
        return new PlanBinding(
                target.application(),
                target.source().toString(),
                target.cluster(),
                target.recovery().toString(),
                target.recoveryId(),
                context.pointId().value(),
                context.manifest().hex(),
                context.application().digest().hex(),
                AskedCounterparts.digest(counterparts).hex(),
                context.request().accepted());
    }

    PlanContents contents() {
        return new PlanContents(
                id(), binding(), counterparts, cloud.steps(), objects.objects(), issues());
    }

    PlanReport report() {
        var target = context.recoveryTarget();
        return new PlanReport(
                id(),
                context.pointId().value(),
                context.request().cluster(),
                target.cluster(),
                target.recovery().toString(),
                target.recoveryId(),
                binding(),
                cloud.steps().stream().map(WholePlan::row).toList(),
                objects.counts(),
                reasons(),
                new Rows<>(objects.objects(), WholePlan::row),
                translations());
    }

    private Map<String, Map<String, Long>> reasons() {
        var reasons = new TreeMap<String, Map<String, Long>>();
        objects.objects()
                .forEach(object ->
                        reasons.computeIfAbsent(object.action().label(), _ -> new TreeMap<>())
                                .merge(object.action().detail(), 1L, Long::sum));
        return reasons;
    }

    private List<PlanReport.TranslationRow> translations() {
        var rows = new ArrayList<PlanReport.TranslationRow>();
        cloud.steps()
                .forEach(step ->
                        step.translations().forEach(t -> rows.add(row(step.resource(), t))));
        objects.objects()
                .forEach(object ->
                        object.translations()
                                .forEach(t -> rows.add(row(object.id().toString(), t))));
        return rows;
    }

    private static PlanReport.TranslationRow row(String object, Translation t) {
        return new PlanReport.TranslationRow(
                object, t.place(), t.rule(), t.before(), t.after(), t.how());
    }

    private static PlanReport.CloudRow row(CloudStep step) {
        return new PlanReport.CloudRow(
                step.id(), step.resource(), step.action().label(), step.action().detail());
    }

    private static PlanReport.ObjectRow row(PlannedObject object) {
        return new PlanReport.ObjectRow(
                object.id().toString(),
                object.type().toString(),
                object.wave().label(),
                object.action().label(),
                object.action().detail());
    }

    private static Issue issue(PlannedObject object) {
        var cause = object.action() instanceof Action.Blocked(var why) ? why : "";
        return Issue.blocking(
                "object-blocked",
                object.id().toString(),
                cause,
                "Mend it, or go on without it: --accept 'object-blocked:" + object.id() + "'");
    }
}
