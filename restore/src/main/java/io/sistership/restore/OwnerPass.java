package io.sistership.restore;

import io.sistership.model.ApiResource;
import io.sistership.model.Issue;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Links objects to owners that were written after them: one patch each. Thread-safe.
final class OwnerPass {

    private final Session session;
    private final RestoreRun run;
    private final OwnerLinks links;

    OwnerPass(Session session, RestoreRun run) {
        this.session = session;
        this.run = run;
        this.links = new OwnerLinks(new NewUids(session.cluster(), run)::find);
    }

    void run() {
        List<PlanEntry> later =
                run.plan().entries().stream()
                        .filter(run.plan()::linkedLater)
                        .filter(entry -> run.isThere(entry.id()))
                        .toList();
        new ObjectReader(session).each(later, this::link);
    }

    private void link(PlanEntry entry, byte[] bytes) {
        var wanted = links.list(ObjectView.of(entry.planned().type(), bytes));
        if (wanted.isEmpty()) {
            warn(entry, "none of its owners is there");
            return;
        }
        run.writtenUid(entry)
                .ifPresentOrElse(
                        uid -> link(entry, uid, wanted.get()), () -> look(entry, wanted.get()));
    }

    /// It was there before this run, perhaps with its link.
    private void look(PlanEntry entry, String wanted) {
        var type = entry.planned().type();
        var live =
                session.cluster()
                        .get(type, entry.id().key())
                        .map(found -> ObjectView.of(type, found));
        if (live.isEmpty()) {
            warn(entry, "it is gone");
        } else if (!isLinked(live.get(), wanted, type)) {
            link(entry, live.get().uid(), wanted);
        }
    }

    private void link(PlanEntry entry, String uid, String wanted) {
        var patch = new MergePatch();
        patch.set(OwnerLinks.POINTER, wanted);
        // Only this very object: another one of the same name has owners of its own.
        patch.setText("/metadata/uid", uid);
        run.countExtraCall("owner link");
        switch (session.cluster()
                .patch(entry.planned().type(), entry.id().key(), patch.toString())) {
            case WriteAnswer.Written _ -> {}
            case WriteAnswer.NotNow(var cause, _) when cause == WriteAnswer.Cause.MISSING ->
                    warn(entry, "it is gone");
            case WriteAnswer.NotNow _,
                    WriteAnswer.Exists _,
                    WriteAnswer.Conflict _,
                    WriteAnswer.Invalid _,
                    WriteAnswer.Refused _ ->
                    warn(entry, "the server refused the change");
        }
    }

    private static boolean isLinked(ObjectView live, String wanted, ApiResource type) {
        var linked =
                ObjectView.of(
                        type,
                        ("{\"metadata\":{\"ownerReferences\":" + wanted + "}}")
                                .getBytes(StandardCharsets.UTF_8));
        return live.owners().equals(linked.owners());
    }

    private void warn(PlanEntry entry, String why) {
        run.report(
                Issue.warning(
                        "owner-not-linked",
                        entry.id().toString(),
                        "its owner couldn't be linked: " + why,
                        ""));
    }
}
