package io.sistership.control;

import io.sistership.delegate.RestoreDelegate;
import io.sistership.kube.KubeErrorKind;
import io.sistership.kube.KubeException;
import io.sistership.model.Application;
import io.sistership.model.Issue;
import io.sistership.model.Progress;
import io.sistership.rebuild.CloudPhase;
import io.sistership.rebuild.CloudRebuilder;
import io.sistership.rebuild.Patience;
import io.sistership.rebuild.StepKind;
import io.sistership.rebuild.StepResult;
import io.sistership.restore.RequestRecorder;
import io.sistership.restore.RestoreResult;
import io.sistership.restore.Wave;
import io.sistership.restore.WaveListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `recover`: plans, and does the plan: the cluster, its passive objects, its nodes, the rest.
/// Killed anywhere it goes on when run again. Confined to one command.
public final class Recovery {

    private final Application application;
    private final RequestRecorder recorder;
    private final Duration readyWithin;
    private final Progress progress;

    /// @param readyWithin how long to wait, at the end, for what worked when it was captured
    public Recovery(Application application, Duration readyWithin, Progress progress) {
        this(application, RequestRecorder.NONE, readyWithin, progress);
    }

    /// @param recorder hears of every request body, for proofs
    /// @param readyWithin as above
    public Recovery(
            Application application,
            RequestRecorder recorder,
            Duration readyWithin,
            Progress progress) {
        this.application = application;
        this.recorder = recorder;
        this.readyWithin = readyWithin;
        this.progress = progress;
    }

    /// Recovers one cluster by the plan that is made now.
    public Recovered recover(RecoveryRequest request) {
        progress.stage("access", -1);
        return recover(request, Optional.empty());
    }

    /// Does exactly the plan that `plan --save` wrote, or refuses (exit 5) and says what is different.
    ///
    /// @param said what else the person asks for, empty where nothing: the plan must agree
    public Recovered recover(Path savedPlan, RecoveryRequest said) {
        progress.stage("access", -1);
        try (var sides = new Sides(application)) {
            var saved = SavedPlan.open(savedPlan, application, () -> KmsPlanKey.of(sides));
            saved.requireAgrees(said);
            return recover(saved.request(), Optional.of(saved));
        }
    }

    private Recovered recover(RecoveryRequest request, Optional<SavedPlan> saved) {
        var watch = new Stopwatch();
        try (var context =
                watch.time("verify", () -> new RecoveryContext(application, request, progress))) {
            return new Run(context, watch).run(saved);
        }
    }

    private final class Run {

        private final RecoveryContext context;
        private final Stopwatch watch;
        private final List<StepResult> steps = new ArrayList<>();

        Run(RecoveryContext context, Stopwatch watch) {
            this.context = context;
            this.watch = watch;
        }

        Recovered run(Optional<SavedPlan> saved) {
            var state = context.sides().state(AccessRole.RECOVERY_ACCESS);
            var recoveryId = context.recoveryTarget().recoveryId();
            var plan = watch.time("plan", () -> WholePlan.of(context, progress));
            var begun = new BegunPlans(state, recoveryId);
            saved.ifPresent(it -> requireSame(it, plan, begun));
            new Acceptance(context.request().accepted()).require(plan.issues());
            try (var lease = Lease.take(state, recoveryId, LeaseTime.SYSTEM)) {
                return lease.during(() -> {
                    begun.begin(plan.id());
                    return execute(plan, new CloudJournal(state, recoveryId));
                });
            }
        }

        private static void requireSame(SavedPlan saved, WholePlan plan, BegunPlans begun) {
            new PlanComparison(saved, plan.contents(), begun.isBegun(saved.id())).require();
        }

        private Recovered execute(WholePlan plan, CloudJournal journal) {
            var phases = new CloudPhase(rebuilder(), journal, progress);
            watch.time(
                    "cluster",
                    () -> steps.addAll(phases.run(plan.cloud(), StepKind.Phase.CLUSTER)));
            if (steps.stream()
                    .anyMatch(each ->
                            !each.isDone() && each.step().kind() != StepKind.ACCESS_ENTRY)) {
                return withoutCluster(plan);
            }
            var restored = watch.time("objects", () -> restore(plan, phases));
            return recovered(plan, restored);
        }

        private CloudRebuilder rebuilder() {
            return new CloudRebuilder(
                    context.recoveryTarget(),
                    context.access(),
                    context.sides().cloud(AccessRole.RECOVERY_DELEGATE).eksWrites(),
                    Patience.standard());
        }

        private RestoreDelegate.Restored restore(WholePlan plan, CloudPhase phases) {
            var cluster = context.cloudPlanner().cluster().orElseThrow();
            var nodes =
                    new WaveListener() {
                        @Override
                        public void starting(Wave wave) {
                            if (wave == Wave.NODES) {
                                watch.time(
                                        "nodes (within objects)",
                                        () ->
                                                steps.addAll(
                                                        phases.run(
                                                                plan.cloud(),
                                                                StepKind.Phase.NODES)));
                            }
                        }
                    };
            return Addresses.reach(
                    cluster,
                    address ->
                            context.delegate().restore(context.point(), address, nodes, recorder));
        }

        /// No object was tried: each is blocked by the cluster.
        private Recovered withoutCluster(WholePlan plan) {
            var cause = "the recovery cluster could not be made";
            var outcomes = new OutcomeTally();
            var unknown = ReadinessReport.NONE;
            plan.objects().objects().forEach(object -> outcomes.blocked(object, cause));
            var nothing = new RestoreDelegate.After(java.util.Map.of(), List.of());
            return recovered(report(plan, outcomes, nothing, unknown), plan.issues(), List.of());
        }

        private Recovered recovered(WholePlan plan, RestoreDelegate.Restored restored) {
            var outcomes = new OutcomeTally();
            RestoreResult result = restored.result();
            result.outcomes().forEach(outcomes::add);
            var issues = new ArrayList<Issue>(plan.issues());
            result.issues().stream().filter(issue -> !issues.contains(issue)).forEach(issues::add);
            var readiness = watch.time("ready", () -> readiness(result.complete(), issues));
            return recovered(
                    report(plan, outcomes, restored.after(), readiness), issues, quiesced(plan));
        }

        private static List<String> quiesced(WholePlan plan) {
            return plan.objects().objects().stream()
                    .filter(object ->
                            object.translations().stream()
                                    .anyMatch(t -> t.rule().equals("quiesce")))
                    .map(object -> object.id().toString())
                    .toList();
        }

        /// Where something is missing, waiting for what needs it is no use: one look tells.
        private ReadinessReport readiness(boolean complete, List<Issue> issues) {
            var within = complete ? readyWithin : Duration.ZERO;
            var cluster = context.cloudPlanner().cluster().orElseThrow();
            try {
                return ReadinessReport.of(
                        Addresses.reach(
                                cluster,
                                address ->
                                        context.delegate()
                                                .readiness(context.point(), address, within)));
            } catch (KubeException lost) {
                if (lost.is(KubeErrorKind.INTERRUPTED)) {
                    throw lost;
                }
                issues.add(
                        Issue.warning(
                                "readiness-unknown",
                                "recovery cluster",
                                "whether its workloads run couldn't be read: " + lost.getMessage(),
                                "sistership verify"));
                return ReadinessReport.NONE;
            }
        }

        private static Recovered recovered(
                RecoveryReport report, List<Issue> issues, List<String> quiesced) {
            return new Recovered(report.with(Todo.after(report, issues, quiesced)), issues);
        }

        private RecoveryReport report(
                WholePlan plan,
                OutcomeTally outcomes,
                RestoreDelegate.After after,
                ReadinessReport readiness) {
            var target = context.recoveryTarget();
            var unfinished = new ArrayList<>(outcomes.unfinished());
            steps.stream()
                    .filter(each -> !each.isDone())
                    .forEach(each -> unfinished.add(unfinished(each)));
            return new RecoveryReport(
                    plan.id(),
                    context.pointId().value(),
                    context.request().cluster(),
                    target.cluster(),
                    target.recovery().toString(),
                    target.recoveryId(),
                    steps.stream().map(Run::row).toList(),
                    outcomes.captured(context.point().manifest().objects()),
                    outcomes.totals(),
                    outcomes.reasons(),
                    unfinished,
                    after.extraCalls(),
                    readiness,
                    LoadBalancerRow.of(after.loadBalancers()),
                    List.of(),
                    watch.millis());
        }

        private static RecoveryReport.Unfinished unfinished(StepResult result) {
            return new RecoveryReport.Unfinished(
                    result.step().resource(), result.outcome().label(), result.outcome().detail());
        }

        private static PlanReport.CloudRow row(StepResult result) {
            return new PlanReport.CloudRow(
                    result.step().id(),
                    result.step().resource(),
                    result.outcome().label(),
                    result.outcome().detail());
        }
    }
}
