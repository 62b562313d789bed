package io.sistership.rebuild;

import io.sistership.model.Outcome;
import io.sistership.model.Progress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Does the steps of a phase: each once those that it comes after have ended well, those that don't
/// wait for each other side by side. Confined to one recovery.
public final class CloudPhase {

    private final CloudRebuilder rebuilder;
    private final Progress progress;
    private final StepJournal told;
    private final Map<String, StepResult> results = new HashMap<>();

    /// The phases of one recovery share an object, as later steps come after earlier ones.
    public CloudPhase(CloudRebuilder rebuilder, StepJournal journal, Progress progress) {
        this.rebuilder = rebuilder;
        this.told = told(journal, progress);
        this.progress = progress;
    }

    // What is made may take AWS many minutes: people hear when it begins.
    private static StepJournal told(StepJournal journal, Progress progress) {
        return new StepJournal() {
            @Override
            public void starts(CloudStep step) {
                journal.starts(step);
                progress.note(step.resource() + ": making it");
            }

            @Override
            public void ended(StepResult result) {
                journal.ended(result);
            }
        };
    }

    /// Does all steps of a phase; one that fails blocks those after it, and no others.
    public List<StepResult> run(CloudPlan plan, StepKind.Phase phase) {
        var steps = plan.steps(phase);
        progress.stage(phase == StepKind.Phase.CLUSTER ? "cluster" : "nodes", steps.size());
        var ended = new ArrayList<StepResult>();
        var waiting = new ArrayList<>(steps);
        while (!waiting.isEmpty()) {
            var ready = waiting.stream().filter(this::isReady).toList();
            if (ready.isEmpty()) {
                throw new IllegalStateException("steps wait for each other: " + waiting);
            }
            waiting.removeAll(ready);
            var round = together(ready);
            round.forEach(result -> results.put(result.step().id(), result));
            ended.addAll(round);
        }
        return ended;
    }

    private boolean isReady(CloudStep step) {
        return results.keySet().containsAll(step.after());
    }

    private List<StepResult> together(List<CloudStep> steps) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = steps.stream().map(step -> threads.submit(() -> one(step))).toList();
            return running.stream().map(CloudPhase::result).toList();
        }
    }

    private StepResult one(CloudStep step) {
        var result = unmet(step).map(this::recorded).orElseGet(() -> rebuilder.run(step, told));
        progress.note(step.resource() + ": " + result.outcome().label());
        progress.advanced(1, 0);
        return result;
    }

    private StepResult recorded(StepResult result) {
        told.ended(result);
        return result;
    }

    private Optional<StepResult> unmet(CloudStep step) {
        return step.after().stream()
                .sorted()
                .map(results::get)
                .filter(result -> result != null && !result.isDone())
                .findFirst()
                .map(result ->
                        new StepResult(
                                step,
                                new Outcome.Blocked(result.step().resource() + " is missing"),
                                Map.of()));
    }

    private static StepResult result(Future<StepResult> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while rebuilding; run it again", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
