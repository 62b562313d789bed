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
        var type = entry.planned().type();
        var wanted = links.list(ObjectView.of(type, bytes));
        var live =
                session.cluster()
                        .get(type, entry.id().key())
                        .map(found -> ObjectView.of(type, found));
        if (live.isEmpty() || wanted.isEmpty()) {
            warn(entry, live.isEmpty() ? "it is gone" : "none of its owners is there");
            return;
        }
        if (isLinked(live.get(), wanted.get(), type)) {
            return;
        }
        var patch = new MergePatch();
        patch.set(OwnerLinks.POINTER, wanted.get());
        // Only this very object: another one of the same name has owners of its own.
        patch.setText("/metadata/uid", live.get().uid());
        run.countExtraCall("owner link");
        if (!(session.cluster().patch(type, entry.id().key(), patch.toString())
                instanceof WriteAnswer.Written)) {
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
