package io.sistership.bench;

import io.sistership.kube.KubeClient;
import io.sistership.kube.KubeConnection;
import io.sistership.model.AccountId;
import io.sistership.model.Environment;
import io.sistership.model.Outcome;
import io.sistership.model.Progress;
import io.sistership.model.Region;
import io.sistership.restore.ObjectPlanner;
import io.sistership.restore.ObjectRestorer;
import io.sistership.restore.ObjectRestorer.RestoreTarget;
import io.sistership.restore.ObjectVerifier;
import io.sistership.restore.PlanOptions;
import io.sistership.restore.RequestRecorder;
import io.sistership.restore.RestoreJournal;
import io.sistership.restore.RestoreOptions;
import io.sistership.restore.RestoreResult;
import io.sistership.restore.TargetState;
import io.sistership.restore.WaveListener;
import io.sistership.translate.Counterparts;
import io.sistership.translate.Crossing;
import io.sistership.translate.PodSpecs;
import io.sistership.translate.Translator;
import io.sistership.vault.BlobStore;
import io.sistership.vault.OpenPoint;
import java.util.Optional;

/// The object phase of one recovery: planned against the cluster, written in waves, journaled, owners
/// linked, managers given back. All that `sistership recover` does with objects. Immutable.
///
/// @param state takes the journal
record OneRestore(OpenPoint point, KubeConnection target, BlobStore state) {

    private static final String RECOVERY = "0123456789abcdef";

    /// @param objects in the point
    /// @param planning seconds of the whole, for the plan
    /// @param seconds of the object phase
    record Result(long objects, double planning, double seconds) {}

    /// Restores into a cluster that has none of the objects.
    Result run(RequestRecorder recorder) {
        try (var client = KubeClient.connect(target)) {
            long began = System.nanoTime();
            var live = new TargetState.Live(client, RECOVERY, journal());
            var plan =
                    new ObjectPlanner(translator(), PlanOptions.LIKE_PRIMARY, Progress.SILENT)
                            .plan(point, live);
            var planning = since(began);
            var result =
                    new ObjectRestorer(
                                    translator(),
                                    RestoreOptions.STANDARD,
                                    recorder,
                                    Progress.SILENT)
                            .restore(
                                    plan,
                                    point,
                                    new RestoreTarget(client, RECOVERY, journal()),
                                    WaveListener.NONE);
            requireAll(result);
            return new Result(result.captured(), planning, since(began));
        }
    }

    private static void requireAll(RestoreResult result) {
        result.outcomes()
                .forEach((id, outcome) -> {
                    switch (outcome) {
                        case Outcome.Restored(), Outcome.AlreadyThere(), Outcome.Skipped _ -> {}
                        case Outcome.Blocked _, Outcome.Failed _ ->
                                throw new IllegalStateException(
                                        "%s: %s, %s"
                                                .formatted(id, outcome.label(), outcome.detail()));
                    }
                });
    }

    /// Reads everything back and compares; nothing may differ.
    ///
    /// @return seconds
    double verify() {
        long began = System.nanoTime();
        try (var client = KubeClient.connect(target)) {
            var result =
                    new ObjectVerifier(translator(), PlanOptions.LIKE_PRIMARY, Progress.SILENT)
                            .verify(point, client, RECOVERY);
            if (!result.same()) {
                throw new IllegalStateException(
                        "what was restored isn't what was captured: " + result);
            }
        }
        return since(began);
    }

    private RestoreJournal journal() {
        return RestoreJournal.open(state, RECOVERY);
    }

    private static Translator translator() {
        var from = environment("111111111111", "us-east-1");
        var to = environment("222222222222", "us-west-2");
        return Translator.of(new Crossing(from, to, Counterparts.of(from, to)), PodSpecs.builtIn());
    }

    private static Environment environment(String account, String region) {
        return new Environment(new AccountId(account), new Region(region), Optional.empty());
    }

    private static double since(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }
}
