package io.sistership.restore;

import io.sistership.model.Outcome;
import io.sistership.restore.Preparation.Prepared;
import io.sistership.translate.Edit;
import io.sistership.translate.Edits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;

/// Does with an object that is there what a person's policy says: changes it in place, or takes it
/// away so that it can be made anew. Thread-safe.
final class ReplacingWriter {

    /// How long a deleted object may hold on: its dependents go, its finalizers are done.
    private static final Duration GOING = Duration.ofSeconds(30);

    private static final int ATTEMPTS = 5;

    private final Session session;
    private final RestoreRun run;

    ReplacingWriter(Session session, RestoreRun run) {
        this.session = session;
        this.run = run;
    }

    /// Replaces the whole object, whoever wrote it. What somebody changes in between is replaced too.
    void replace(PlanEntry entry, Prepared prepared) {
        for (int attempt = 1; ; attempt++) {
            var live = live(entry);
            if (live.isEmpty()) {
                run.putOff(entry, gone());
                return;
            }
            var answer = put(entry, prepared, live.get());
            if (!(answer instanceof WriteAnswer.Conflict) || attempt == ATTEMPTS) {
                replaced(entry, answer);
                return;
            }
            run.countExtraCall("changed in between");
        }
    }

    private static WriteAnswer.NotNow gone() {
        return new WriteAnswer.NotNow(
                WriteAnswer.Cause.BUSY, "the object that was to be updated is gone");
    }

    private WriteAnswer put(PlanEntry entry, Prepared prepared, ObjectView live) {
        var captured = prepared.captured();
        var edits = new ArrayList<>(prepared.edits());
        edits.add(
                Edit.insert(
                        Edit.Kind.COMPLETE,
                        "version-that-is-replaced",
                        captured.at("/metadata").orElseThrow(),
                        "resourceVersion",
                        live.text("/metadata/resourceVersion")));
        var body = Edits.apply(captured.document(), edits);
        session.recorder().sent(entry.id(), captured.document(), edits, body);
        var answer = session.cluster().replace(entry.planned().type(), entry.id().key(), body);
        return Redaction.of(captured).apply(answer);
    }

    private void replaced(PlanEntry entry, WriteAnswer answer) {
        switch (answer) {
            case WriteAnswer.Written(var object) ->
                    run.finish(
                            entry, new Outcome.Restored(), object.text("/metadata/uid").orElse(""));
            case WriteAnswer.NotNow notNow -> run.putOff(entry, notNow);
            case WriteAnswer.Invalid(var message) ->
                    run.finish(
                            entry,
                            new Outcome.Failed(
                                    message
                                            + " (what can't be changed in place can be made anew: policy recreate)"),
                            "");
            case WriteAnswer.Exists() ->
                    run.finish(entry, new Outcome.Failed("an update met another object"), "");
            case WriteAnswer.Conflict(var message) ->
                    run.finish(entry, new Outcome.Failed(message), "");
            case WriteAnswer.Refused(var message) ->
                    run.finish(entry, new Outcome.Failed(message), "");
        }
    }

    /// Deletes what is there, and waits until it is gone.
    ///
    /// @return whether the name is free; if not, the object has ended blocked
    boolean removed(PlanEntry entry, Optional<ObjectView> there) {
        if (there.isEmpty()) {
            return true;
        }
        var uid = there.get().uid();
        run.countExtraCall("deleted to be made anew");
        session.cluster().delete(entry.planned().type(), entry.id().key(), uid);
        boolean gone = session.waiting().until(GOING, () -> isGone(entry, uid));
        if (!gone) {
            run.finish(entry, new Outcome.Blocked(held(entry)), "");
        }
        return gone;
    }

    private boolean isGone(PlanEntry entry, String uid) {
        return live(entry).filter(it -> it.uid().equals(uid)).isEmpty();
    }

    private String held(PlanEntry entry) {
        var finalizers =
                live(entry).stream()
                        .flatMap(it -> it.document().all("/metadata/finalizers/*").stream())
                        .flatMap(it -> it.textIfString().stream())
                        .toList();
        return "exists: it was deleted to be made anew, and is still there after %d s%s"
                .formatted(
                        GOING.toSeconds(),
                        finalizers.isEmpty()
                                ? ""
                                : ": finalizers " + String.join(", ", finalizers) + " hold it");
    }

    private Optional<ObjectView> live(PlanEntry entry) {
        var type = entry.planned().type();
        return session.cluster()
                .get(type, entry.id().key())
                .map(bytes -> ObjectView.of(type, bytes));
    }
}
