package io.sistership.restore;

import io.sistership.kube.KubeErrorKind;
import io.sistership.kube.KubeException;
import io.sistership.model.Action;
import io.sistership.model.Issue;
import io.sistership.model.Outcome;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Takes a plan through its waves. Confined.
final class WaveRunner {

    private final Session session;
    private final RestoreRun run;
    private final WaveListener listener;
    private final Obstacles obstacles;
    private final Readiness readiness;
    private final ObjectWriter writer;
    private final Map<Wave, List<PlanEntry>> waves = new EnumMap<>(Wave.class);

    WaveRunner(Session session, RestoreRun run, WaveListener listener) {
        this.session = session;
        this.run = run;
        this.listener = listener;
        this.obstacles = new Obstacles(run);
        this.readiness = new Readiness(session, run, obstacles);
        this.writer = new ObjectWriter(session, run);
        run.plan()
                .entries()
                .forEach(entry ->
                        waves.computeIfAbsent(entry.planned().wave(), _ -> new ArrayList<>())
                                .add(entry));
    }

    /// Does all waves. Where the server is lost on the way, everything that has no outcome yet ends as
    /// failed by that.
    void run() {
        try {
            waves();
        } catch (KubeException lost) {
            if (lost.is(KubeErrorKind.INTERRUPTED)) {
                throw lost;
            }
            endAll(lost);
        }
    }

    private void endAll(KubeException lost) {
        run.report(
                Issue.warning(
                        "api-server-lost",
                        "recovery cluster",
                        "the recovery stopped: " + lost.getMessage(),
                        "Run the same command again: it goes on where it stopped."));
        run.plan().entries().stream()
                .filter(entry -> run.outcome(entry.id()).isEmpty())
                .forEach(entry ->
                        run.finish(
                                entry,
                                new Outcome.Failed("not reached: " + lost.serverMessage()),
                                ""));
    }

    private void waves() {
        for (var wave : Wave.values()) {
            var entries = waves.getOrDefault(wave, List.of());
            session.progress().stage("restore " + wave.label(), entries.size());
            listener.starting(wave);
            ranks(entries).values().forEach(this::step);
            retryOnce();
            afterwards(wave, entries);
            run.journal().flush();
            listener.finished(wave, outcomes(entries));
        }
        retryUntilDeadline();
        new OwnerPass(session, run).run();
        new ManagersPass(session, run).run();
    }

    private void afterwards(Wave wave, List<PlanEntry> entries) {
        switch (wave) {
            case DEFINITIONS -> readiness.definitions(entries);
            case BACKENDS -> readiness.backends();
            case NAMESPACES, PASSIVE, NETWORK, NODES, CONVERTED, GUARDS, WORKLOADS, LIMITS -> {}
        }
    }

    private static Map<Integer, List<PlanEntry>> ranks(List<PlanEntry> entries) {
        return entries.stream()
                .collect(Collectors.groupingBy(PlanEntry::rank, TreeMap::new, Collectors.toList()));
    }

    private void step(List<PlanEntry> entries) {
        var tried = entries.stream().filter(entry -> !endsUntried(entry)).toList();
        new ObjectReader(session).each(tried, this::write);
    }

    private void write(PlanEntry entry, byte[] bytes) {
        if (!run.putOffUntried(entry)) {
            if (run.wasTried(entry)) {
                run.countExtraCall("retry");
            }
            tryToWrite(entry, bytes);
        }
    }

    /// A look at an object that fails concerns this object, unless it tells of the server.
    private void tryToWrite(PlanEntry entry, byte[] bytes) {
        try {
            writer.write(entry, bytes);
        } catch (KubeException failure) {
            if (failure.concernsServer()) {
                throw failure;
            }
            run.putOff(
                    entry, new WriteAnswer.NotNow(WriteAnswer.Cause.BUSY, failure.serverMessage()));
        }
    }

    /// What needs no bytes: left out, known from the journal, there when the plan was made, or hindered.
    private boolean endsUntried(PlanEntry entry) {
        switch (entry.action()) {
            case Action.Skip(var reason) -> run.finish(entry, new Outcome.Skipped(reason), "");
            case Action.Blocked(var cause) -> run.finish(entry, new Outcome.Blocked(cause), "");
            case Action.Adopt() when !entry.liveUid().isEmpty() ->
                    run.finish(entry, new Outcome.AlreadyThere(), entry.liveUid());
            case Action.Create() -> {
                return isJournaled(entry) || isHindered(entry);
            }
            case Action.Adopt _, Action.Update _, Action.Recreate _ -> {
                return isHindered(entry);
            }
        }
        return true;
    }

    /// Whatever became of it since: a Job that ended and was cleaned up must not run twice.
    private boolean isJournaled(PlanEntry entry) {
        var journaled = run.journal().find(entry.id()).filter(JournalEntry::isThere);
        journaled.ifPresent(found -> run.finish(entry, new Outcome.AlreadyThere(), found.uid()));
        return journaled.isPresent();
    }

    private boolean isHindered(PlanEntry entry) {
        Optional<String> obstacle = obstacles.before(entry);
        obstacle.ifPresent(cause -> run.finish(entry, new Outcome.Blocked(cause), ""));
        return obstacle.isPresent();
    }

    private void retryOnce() {
        var due = run.takePutOff();
        if (!due.isEmpty()) {
            step(due.stream().map(RestoreRun.PutOff::entry).toList());
        }
    }

    private void retryUntilDeadline() {
        session.waiting()
                .until(
                        session.options().retryDeadline(),
                        () -> {
                            retryOnce();
                            return !run.hasPutOff();
                        });
        run.takePutOff().forEach(this::giveUp);
    }

    private void giveUp(RestoreRun.PutOff put) {
        var message = put.because().message();
        var outcome =
                switch (put.because().cause()) {
                    case BACKEND -> new Outcome.Blocked("backend: " + message);
                    case MISSING, BUSY, LOST -> new Outcome.Failed(message);
                };
        run.finish(put.entry(), outcome, "");
    }

    private Map<String, Long> outcomes(List<PlanEntry> entries) {
        return entries.stream()
                .flatMap(entry -> run.outcome(entry.id()).stream())
                .collect(
                        Collectors.groupingBy(Outcome::label, TreeMap::new, Collectors.counting()));
    }
}
