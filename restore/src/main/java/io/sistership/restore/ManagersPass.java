package io.sistership.restore;

import io.sistership.model.Issue;
import io.sistership.translate.JsonValue;
import java.util.List;

/// Gives objects that somebody manages by server-side apply their managed fields back, so that the
/// owner's next apply finds its own fields and no conflict.
///
/// The API refuses managed fields on creation, so it takes a second write, and that erases the marker
/// by which an object is known as ours: uids are journaled before it. Thread-safe.
final class ManagersPass {

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

    /// Without the marker it was given back already, or was never ours.
    private void giveBack(PlanEntry entry, byte[] bytes) {
        var type = entry.planned().type();
        var key = entry.id().key();
        var live = session.cluster().get(type, key).map(found -> ObjectView.of(type, found));
        var managers = ObjectView.of(type, bytes).at(POINTER).map(JsonValue::raw);
        if (live.isEmpty()) {
            warn(entry, "it is gone: somebody deleted it after it was restored");
            return;
        }
        if (managers.isEmpty()
                || !isMarked(live.get())
                || !run.journal().knows(entry.id(), live.get().uid())) {
            return;
        }
        var patch = new MergePatch();
        patch.set(POINTER, managers.get());
        patch.setText("/metadata/uid", live.get().uid());
        run.countExtraCall("managed fields");
        switch (session.cluster().patch(type, key, patch.toString())) {
            case WriteAnswer.Written _ -> {}
            case WriteAnswer.NotNow(var cause, var _) when cause == WriteAnswer.Cause.MISSING ->
                    warn(entry, "it is gone: somebody deleted it after it was restored");
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
