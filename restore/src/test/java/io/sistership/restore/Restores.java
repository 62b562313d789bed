package io.sistership.restore;

import static io.sistership.restore.Samples.json;

import io.sistership.model.Outcome;
import io.sistership.model.Progress;
import io.sistership.vault.DirectoryStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// Restoring into a fake cluster, with patience that suits a test.
final class Restores {

    private static final RestoreOptions OPTIONS =
            new RestoreOptions(
                    4,
                    Duration.ofMillis(300),
                    Duration.ofMillis(200),
                    Duration.ofMillis(300),
                    Duration.ofMillis(5));

    private static final String WEBHOOK = "\"app\":\"webhook\"";

    private Restores() {}

    /// A webhook, its backend and what it guards; a definition that the backend converts.
    static FakePoint webhookPoint() {
        return new FakePoint()
                .with(Samples.NAMESPACE, json("", "shop"))
                .with(Samples.CRD, Samples.shipDefinition(Samples.convertedBy("hook")))
                .with(Samples.SHIP, json("shop", "titanic"))
                .with(
                        Samples.SERVICE,
                        json("shop", "hook", "|\"spec\":{\"selector\":{" + WEBHOOK + "}}"))
                .with(Samples.WEBHOOKS, Samples.webhooks("guard", "hook"))
                .with(
                        Samples.DEPLOYMENT,
                        Samples.deployment("web", "\"app\":\"web\""),
                        Samples.deployment("webhook", WEBHOOK));
    }

    static ObjectRestorer restorer(RequestRecorder recorder) {
        return new ObjectRestorer(Samples.translator(), OPTIONS, recorder, Progress.SILENT);
    }

    /// Restores, going on where the journal of this folder ends.
    static RestoreResult restore(
            FakePoint point, ObjectPlan plan, FakeCluster cluster, Path state) {
        return restorer(RequestRecorder.NONE)
                .restore(plan, point, cluster, journal(state), WaveListener.NONE);
    }

    static RestoreJournal journal(Path state) {
        return RestoreJournal.open(new DirectoryStore(state), "test");
    }

    static Outcome outcome(RestoreResult result, String kind, String name) {
        return result.outcomes().entrySet().stream()
                .filter(e -> e.getKey().kind().equals(kind) && e.getKey().key().name().equals(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }
}
