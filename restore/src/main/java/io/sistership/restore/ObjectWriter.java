package io.sistership.restore;

import io.sistership.model.Action;
import io.sistership.model.ObjectKey;
import io.sistership.model.Outcome;
import io.sistership.restore.Preparation.Prepared;
import java.time.Duration;
import java.util.Optional;

/// Does with one object what the plan says. Thread-safe.
final class ObjectWriter {

    /// How long what the cluster makes by itself (a namespace's default ServiceAccount) may take.
    private static final Duration MADE_BY_CLUSTER = Duration.ofSeconds(30);

    private static final int UPDATE_ATTEMPTS = 5;

    /// How often an object is sent whose answers get lost, before others have their turn.
    private static final int LOST_ATTEMPTS = 4;

    private final Cluster cluster;
    private final Preparation preparation;
    private final RestoreRun run;
    private final RestoreOptions options;
    private final RequestRecorder recorder;
    private final LiveComparison comparison;
    private final ReplacingWriter replacing;
    private final OwnerLinks links;
    private final boolean keepAddresses;
    private final StatusChoices statuses = new StatusChoices();

    ObjectWriter(Session session, RestoreRun run) {
        this.cluster = session.cluster();
        this.preparation = session.preparation();
        this.options = session.options();
        this.recorder = session.recorder();
        this.run = run;
        this.comparison = new LiveComparison(new Expectations(), run.plan().options().choices());
        this.replacing = new ReplacingWriter(session, run);
        this.keepAddresses = run.plan().options().sameServiceRange();
        this.links = new OwnerLinks(new NewUids(cluster, run)::find);
        run.plan().entries().forEach(entry -> statuses.learn(entry.captured()));
    }

    /// Writes the object, or finds out why not; each call ends with an outcome or puts the object off.
    void write(PlanEntry entry, byte[] bytes) {
        var object = ObjectView.of(entry.planned().type(), bytes);
        if (!object.id().equals(entry.id())) {
            throw new IllegalStateException(
                    "the plan has %s where the point has %s".formatted(entry.id(), object.id()));
        }
        switch (entry.action()) {
            case Action.Create() -> create(entry, prepare(entry, object, keepAddresses));
            case Action.Adopt() -> adopt(entry);
            case Action.Update update -> update(entry, update, object);
            case Action.Recreate _ -> recreate(entry, prepare(entry, object, keepAddresses));
            case Action.Skip(var reason) -> run.finish(entry, new Outcome.Skipped(reason), "");
            case Action.Blocked(var cause) -> run.finish(entry, new Outcome.Blocked(cause), "");
        }
    }

    private Prepared prepare(PlanEntry entry, ObjectView object, boolean keep) {
        return preparation.prepare(
                object, new Choices(keep, statuses.keep(entry.planned().type())), links);
    }

    private void create(PlanEntry entry, Prepared prepared) {
        switch (post(entry, prepared)) {
            case WriteAnswer.Written(var object) ->
                    run.finish(
                            entry, new Outcome.Restored(), object.text("/metadata/uid").orElse(""));
            case WriteAnswer.Exists() -> meet(entry, prepared);
            case WriteAnswer.NotNow notNow -> run.putOff(entry, notNow);
            case WriteAnswer.Invalid(var message) -> createWithoutAddress(entry, prepared, message);
            case WriteAnswer.Conflict(var message) ->
                    run.finish(entry, new Outcome.Failed(message), "");
            case WriteAnswer.Refused(var message) ->
                    run.finish(entry, new Outcome.Failed(message), "");
        }
    }

    private WriteAnswer post(PlanEntry entry, Prepared prepared) {
        var body = prepared.body();
        recorder.sent(entry.id(), prepared.captured().document(), prepared.edits(), body);
        var answer = answered(entry, body);
        return answer instanceof WriteAnswer.Written
                ? answer
                : Redaction.of(prepared.captured()).apply(answer);
    }

    /// Whether a create whose answer was lost was done is told by the next one: "already exists", with
    /// this recovery's marker. At once, as later objects may need it.
    private WriteAnswer answered(PlanEntry entry, byte[] body) {
        var type = entry.planned().type();
        for (int attempt = 1; ; attempt++) {
            var answer = cluster.create(type, entry.captured().namespace(), body);
            if (attempt == LOST_ATTEMPTS
                    || !(answer instanceof WriteAnswer.NotNow(var cause, _))
                    || cause != WriteAnswer.Cause.LOST) {
                return answer;
            }
            run.countExtraCall("answer lost");
            new Waiting(options.pollInterval()).pause();
        }
    }

    /// A Service whose address turned out to be taken gets another one; nothing else is given up.
    private void createWithoutAddress(PlanEntry entry, Prepared prepared, String message) {
        var without = prepare(entry, prepared.captured(), false);
        if (!keepAddresses || without.edits().size() == prepared.edits().size()) {
            run.finish(entry, new Outcome.Failed(message), "");
            return;
        }
        run.countExtraCall("service address taken");
        switch (post(entry, without)) {
            case WriteAnswer.Written(var object) ->
                    run.finish(
                            entry, new Outcome.Restored(), object.text("/metadata/uid").orElse(""));
            case WriteAnswer.Exists() -> meet(entry, without);
            case WriteAnswer.NotNow notNow -> run.putOff(entry, notNow);
            case WriteAnswer.Invalid _, WriteAnswer.Conflict _, WriteAnswer.Refused _ ->
                    run.finish(entry, new Outcome.Failed(message), "");
        }
    }

    /// Something of that name is there: ours, if an answer was lost or the run was killed; else equal,
    /// changed by a rule, or in the way.
    private void meet(PlanEntry entry, Prepared prepared) {
        var live = live(entry);
        if (live.isEmpty()) {
            run.putOff(
                    entry,
                    new WriteAnswer.NotNow(
                            WriteAnswer.Cause.BUSY, "an object of this name was being deleted"));
            return;
        }
        var found = live.get();
        boolean marked = isMarked(found);
        boolean journaled = isJournaled(entry, found);
        switch (comparison.decide(prepared.wanted(), found, marked || journaled)) {
            case Action.Update update -> update(entry, update, prepared.captured());
            case Action.Recreate _ -> recreate(entry, prepared);
            case Action.Skip(var reason) -> run.finish(entry, new Outcome.Skipped(reason), "");
            case Action.Blocked(var cause) -> run.finish(entry, new Outcome.Blocked(cause), "");
            case Action.Adopt() ->
                    run.finish(
                            entry,
                            marked && !journaled
                                    ? new Outcome.Restored()
                                    : new Outcome.AlreadyThere(),
                            found.uid());
            case Action.Create _ ->
                    throw new IllegalStateException("no decision about " + entry.id());
        }
    }

    private boolean isMarked(ObjectView found) {
        return found.managers().contains(cluster.fieldManager());
    }

    private boolean isJournaled(PlanEntry entry, ObjectView found) {
        return run.journal().knows(entry.id(), found.uid());
    }

    private Optional<ObjectView> live(PlanEntry entry) {
        return cluster.get(entry.planned().type(), entry.id().key())
                .map(bytes -> ObjectView.of(entry.planned().type(), bytes));
    }

    /// It was there when the plan was made, or every cluster makes it by itself, sooner or later.
    private void adopt(PlanEntry entry) {
        awaited(entry)
                .ifPresentOrElse(
                        found -> run.finish(entry, new Outcome.AlreadyThere(), found.uid()),
                        () -> run.finish(entry, notMade(), ""));
    }

    private static Outcome notMade() {
        return new Outcome.Blocked(
                "missing: the cluster should make it by itself, and did not within %d s"
                        .formatted(MADE_BY_CLUSTER.toSeconds()));
    }

    private Optional<ObjectView> awaited(PlanEntry entry) {
        var found =
                new Object() {
                    Optional<ObjectView> object = Optional.empty();
                };
        new Waiting(options.pollInterval())
                .until(
                        MADE_BY_CLUSTER,
                        () -> {
                            found.object = live(entry);
                            return found.object.isPresent();
                        });
        return found.object;
    }

    private void recreate(PlanEntry entry, Prepared prepared) {
        var there = live(entry);
        if (there.filter(found -> isMarked(found) || isJournaled(entry, found)).isPresent()) {
            meet(entry, prepared);
        } else if (replacing.removed(entry, there)) {
            create(entry, prepared);
        }
    }

    private void update(PlanEntry entry, Action.Update update, ObjectView object) {
        if (ExistingPolicies.says(update)) {
            replacing.replace(entry, prepare(entry, object, keepAddresses));
        } else {
            update(entry, UpdateRules.named(update), object);
        }
    }

    private void update(PlanEntry entry, UpdateRule rule, ObjectView object) {
        var prepared = prepare(entry, object, keepAddresses);
        var live = awaited(entry);
        for (int attempt = 1; live.isPresent(); attempt++) {
            var patch = rule.patch(prepared.wanted(), live.get());
            if (patch.isEmpty()) {
                run.finish(entry, new Outcome.AlreadyThere(), live.get().uid());
                return;
            }
            var answer = cluster.patch(entry.planned().type(), key(entry), patch.get());
            if (!(answer instanceof WriteAnswer.Conflict) || attempt == UPDATE_ATTEMPTS) {
                updated(entry, answer);
                return;
            }
            run.countExtraCall("changed in between");
            live = live(entry);
        }
        run.finish(entry, notMade(), "");
    }

    private void updated(PlanEntry entry, WriteAnswer answer) {
        switch (answer) {
            case WriteAnswer.Written(var object) ->
                    run.finish(
                            entry, new Outcome.Restored(), object.text("/metadata/uid").orElse(""));
            case WriteAnswer.NotNow notNow -> run.putOff(entry, notNow);
            case WriteAnswer.Exists() ->
                    run.finish(entry, new Outcome.Failed("an update met another object"), "");
            case WriteAnswer.Conflict(var message) ->
                    run.finish(entry, new Outcome.Failed(message), "");
            case WriteAnswer.Invalid(var message) ->
                    run.finish(entry, new Outcome.Failed(message), "");
            case WriteAnswer.Refused(var message) ->
                    run.finish(entry, new Outcome.Failed(message), "");
        }
    }

    private static ObjectKey key(PlanEntry entry) {
        return entry.id().key();
    }
}
