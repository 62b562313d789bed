package io.sistership.restore;

import io.sistership.model.Issue;
import io.sistership.translate.JsonValue;
import java.util.List;
import java.util.Optional;

/// Gives objects that somebody manages by server-side apply their managed fields back, so that the
/// owner's next apply finds its own fields and no conflict.
///
/// The API refuses managed fields on creation, so it takes a second write, and that erases the marker
/// by which an object is known as ours: uids are journaled before it. Thread-safe.
final class ManagersPass {

    private static final String GONE = "it is gone: somebody deleted it after it was restored";
    private static final String POINTER = "/metadata/managedFields";

    private final Session session;
    private final RestoreRun run;

    ManagersPass(Session session, RestoreRun run) {
        this.session = session;
        this.run = run;
    }

    void run() {
        run.journal().flush();
        List<PlanEntry> applied =
                run.plan().entries().stream()
                        .filter(entry -> entry.captured().applied() && run.isThere(entry.id()))
                        .toList();
        new ObjectReader(session).each(applied, this::giveBack);
    }

    private void giveBack(PlanEntry entry, byte[] bytes) {
        var managers = ObjectView.of(entry.planned().type(), bytes).at(POINTER).map(JsonValue::raw);
        if (managers.isPresent()) {
            run.writtenUid(entry)
                    .or(() -> markedUid(entry))
                    .ifPresent(uid -> giveBack(entry, uid, managers.get()));
        }
    }

    /// Without the marker it was given back already, or was never ours.
    private Optional<String> markedUid(PlanEntry entry) {
        var type = entry.planned().type();
        var live =
                session.cluster()
                        .get(type, entry.id().key())
                        .map(found -> ObjectView.of(type, found));
        if (live.isEmpty()) {
            warn(entry, GONE);
        }
        return live.filter(this::isMarked)
                .map(ObjectView::uid)
                .filter(uid -> run.journal().knows(entry.id(), uid));
    }

    private void giveBack(PlanEntry entry, String uid, String managers) {
        var type = entry.planned().type();
        var key = entry.id().key();
        var patch = new MergePatch();
        patch.set(POINTER, managers);
        patch.setText("/metadata/uid", uid);
        run.countExtraCall("managed fields");
        switch (session.cluster().patch(type, key, patch.toString())) {
            case WriteAnswer.Written _ -> {}
            case WriteAnswer.NotNow(var cause, var _) when cause == WriteAnswer.Cause.MISSING ->
                    warn(entry, GONE);
            case WriteAnswer.NotNow _,
                    WriteAnswer.Exists _,
                    WriteAnswer.Conflict _,
                    WriteAnswer.Invalid _,
                    WriteAnswer.Refused _ ->
                    warn(
                            entry,
                            "the server refused them, so the next server-side apply may conflict");
        }
    }

    /// A warning and no failure: the object was restored, and what became of it since is its
    /// controller's business (github.com/velero-io/velero/issues/7180).
    private void warn(PlanEntry entry, String why) {
        run.report(
                Issue.warning(
                        "managed-fields-not-restored",
                        entry.id().toString(),
                        "its managed fields weren't given back: " + why,
                        "kubectl apply --server-side --force-conflicts"));
    }

    private boolean isMarked(ObjectView live) {
        return live.managers().contains(session.cluster().fieldManager());
    }
}
