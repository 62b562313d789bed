package io.sistership.restore;

import io.sistership.kube.KubeClient;
import io.sistership.model.Progress;
import io.sistership.model.SistershipException;
import io.sistership.translate.Translator;
import io.sistership.vault.OpenPoint;

/// Does an object plan: writes every object once, in waves, and journals how it ended. Run again
/// after a kill it goes on; run again after its end it writes nothing. Thread-safe.
public final class ObjectRestorer {

    private final Translator translator;
    private final RestoreOptions options;
    private final RequestRecorder recorder;
    private final Progress progress;

    public ObjectRestorer(
            Translator translator,
            RestoreOptions options,
            RequestRecorder recorder,
            Progress progress) {
        this.translator = translator;
        this.options = options;
        this.recorder = recorder;
        this.progress = progress;
    }

    /// Restores a point's objects as planned.
    ///
    /// @throws io.sistership.model.SistershipException when the cluster can't be reached any more; what
    ///     was done is journaled
    public RestoreResult restore(
            ObjectPlan plan, OpenPoint point, RestoreTarget target, WaveListener listener) {
        var cluster = new KubeCluster(target.client(), FieldManager.of(target.recoveryId()));
        var result = restore(plan, PointContents.of(point), cluster, target.journal(), listener);
        return result.withRetries(target.client().retries().byCause());
    }

    RestoreResult restore(
            ObjectPlan plan,
            PointContents point,
            Cluster cluster,
            RestoreJournal journal,
            WaveListener listener) {
        var session =
                new Session(
                        cluster,
                        point,
                        new Preparation(translator, plan.options().choices()),
                        options,
                        recorder,
                        progress);
        var run = new RestoreRun(plan, journal, progress);
        try {
            new WaveRunner(session, run, listener).run();
        } catch (RuntimeException e) {
            flushAfter(e, journal);
            throw e;
        }
        journal.flush();
        return run.result();
    }

    private static void flushAfter(RuntimeException failure, RestoreJournal journal) {
        try {
            journal.flush();
        } catch (SistershipException e) {
            failure.addSuppressed(e);
        }
    }

    /// Where to restore to.
    ///
    /// @param journal opened for the same recovery
    public record RestoreTarget(KubeClient client, String recoveryId, RestoreJournal journal) {}
}
