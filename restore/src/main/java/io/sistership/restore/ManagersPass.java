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
        if (managers.isEmpty()
                || live.filter(this::isMarked).isEmpty()
                || !run.journal().knows(entry.id(), live.get().uid())) {
            return;
        }
        var patch = new MergePatch();
        patch.set(POINTER, managers.get());
        patch.setText("/metadata/uid", live.get().uid());
        run.countExtraCall("managed fields");
        if (!(session.cluster().patch(type, key, patch.toString())
                instanceof WriteAnswer.Written)) {
            run.report(
                    Issue.warning(
                            "managed-fields-not-restored",
                            entry.id().toString(),
                            "the server refused its managed fields: the next server-side apply may conflict",
                            "kubectl apply --server-side --force-conflicts"));
        }
    }

    private boolean isMarked(ObjectView live) {
        return live.managers().contains(session.cluster().fieldManager());
    }
}
