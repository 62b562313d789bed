package io.sistership.restore;

import io.sistership.kube.KubeClient;
import io.sistership.model.ApiResource;
import io.sistership.model.ObjectId;
import io.sistership.model.Progress;
import io.sistership.model.RestoreChoices;
import io.sistership.restore.Quiescence.Hold;
import io.sistership.vault.OpenPoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Lets go what a recovery brought back standing still: each object runs as much as it did when it
/// was captured. What somebody else put there, or scaled since, is left as it is. Thread-safe; run
/// again it does what is left.
public final class ObjectReleaser {

    private final Quiescence quiescence;
    private final Progress progress;

    public ObjectReleaser(RestoreChoices choices, Progress progress) {
        this.quiescence = new Quiescence(choices);
        this.progress = progress;
    }

    /// Releases what this recovery holds.
    public ReleaseResult release(
            OpenPoint point, KubeClient client, String recoveryId, RestoreJournal journal) {
        return release(
                PointContents.of(point),
                new KubeCluster(client, FieldManager.of(recoveryId)),
                journal);
    }

    ReleaseResult release(PointContents point, Cluster cluster, RestoreJournal journal) {
        var run = new Run(cluster, journal);
        var types = point.types().stream().filter(this::mayStandStill).toList();
        progress.stage("release objects", -1);
        for (var type : types) {
            point.lines(
                    type,
                    (buffer, offset, length) ->
                            run.look(
                                    ObjectView.of(
                                            type,
                                            Arrays.copyOfRange(buffer, offset, offset + length))));
        }
        return run.result();
    }

    private boolean mayStandStill(ApiResource type) {
        return quiescence.choices().quiesce().stream().anyMatch(it -> it.types().covers(type));
    }

    private final class Run {

        private final Cluster cluster;
        private final RestoreJournal journal;
        private final List<ObjectId> released = new ArrayList<>();
        private final List<ObjectId> running = new ArrayList<>();
        private final Map<String, String> left = new TreeMap<>();

        Run(Cluster cluster, RestoreJournal journal) {
            this.cluster = cluster;
            this.journal = journal;
        }

        void look(ObjectView captured) {
            if (LeaveOutRules.find(captured).isEmpty()) {
                quiescence.hold(captured).ifPresent(hold -> release(captured, hold));
            }
        }

        private void release(ObjectView captured, Hold hold) {
            var id = captured.id();
            var live =
                    cluster.get(captured.type(), id.key())
                            .map(bytes -> ObjectView.of(captured.type(), bytes));
            if (live.isEmpty()) {
                left.put(id.toString(), "it isn't there");
            } else if (!isOurs(live.get())) {
                left.put(id.toString(), "this recovery didn't put it there");
            } else if (hold.isReleased(live.get())) {
                running.add(id);
            } else if (!hold.isHeld(live.get())) {
                left.put(
                        id.toString(),
                        "%s is %s: somebody changed it since"
                                .formatted(hold.pointer(), hold.raw(live.get())));
            } else {
                patch(live.get(), hold);
            }
            progress.advanced(1, 0);
        }

        private boolean isOurs(ObjectView live) {
            return live.managers().contains(cluster.fieldManager())
                    || journal.knows(live.id(), live.uid());
        }

        private void patch(ObjectView live, Hold hold) {
            var patch = new MergePatch();
            patch.set(hold.pointer(), hold.value().raw());
            // Only this very object: another one of the same name isn't this recovery's.
            patch.setText("/metadata/uid", live.uid());
            switch (cluster.patch(live.type(), live.id().key(), patch.toString())) {
                case WriteAnswer.Written _ -> released.add(live.id());
                case WriteAnswer.NotNow(var _, var message) -> refused(live, message);
                case WriteAnswer.Conflict(var message) -> refused(live, message);
                case WriteAnswer.Invalid(var message) -> refused(live, message);
                case WriteAnswer.Refused(var message) -> refused(live, message);
                case WriteAnswer.Exists() -> refused(live, "another object is in its place");
            }
        }

        private void refused(ObjectView live, String message) {
            left.put(live.id().toString(), "the server refused it: " + message);
        }

        ReleaseResult result() {
            return new ReleaseResult(released, running, left);
        }
    }
}
