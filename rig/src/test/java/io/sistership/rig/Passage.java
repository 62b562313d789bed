package io.sistership.rig;

import io.sistership.capture.CaptureOptions;
import io.sistership.kube.KubeClient;
import io.sistership.model.AccountId;
import io.sistership.model.ApiResource;
import io.sistership.model.Environment;
import io.sistership.model.ObjectKey;
import io.sistership.model.Progress;
import io.sistership.model.Region;
import io.sistership.model.RestoreChoices;
import io.sistership.restore.ObjectPlan;
import io.sistership.restore.ObjectPlanner;
import io.sistership.restore.ObjectReleaser;
import io.sistership.restore.ObjectRestorer;
import io.sistership.restore.ObjectRestorer.RestoreTarget;
import io.sistership.restore.ObjectVerifier;
import io.sistership.restore.PlanOptions;
import io.sistership.restore.ReleaseResult;
import io.sistership.restore.RequestRecorder;
import io.sistership.restore.RestoreJournal;
import io.sistership.restore.RestoreOptions;
import io.sistership.restore.RestoreResult;
import io.sistership.restore.TargetState;
import io.sistership.restore.VerifyResult;
import io.sistership.restore.Wave;
import io.sistership.restore.WaveListener;
import io.sistership.translate.Counterparts;
import io.sistership.translate.Crossing;
import io.sistership.translate.PodSpecs;
import io.sistership.translate.Translator;
import io.sistership.vault.DirectoryStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/// One control plane's objects on their way to another one: a primary, a recovery side, and what is
/// done between them with `capture`, `restore` and their kin alone.
final class Passage implements AutoCloseable {

    private static final String RECOVERY = "0123456789abcdef";

    private final Path directory;
    private final RigControlPlane primary;
    private final RigControlPlane recovery;
    private final KubeClient source;
    private final KubeClient target;
    private final Duration patience;
    private PlanOptions options = PlanOptions.LIKE_PRIMARY;

    private Passage(
            Path directory, RigControlPlane primary, RigControlPlane recovery, Duration patience) {
        this.patience = patience;
        this.directory = directory;
        this.primary = primary;
        this.recovery = recovery;
        this.source = KubeClient.connect(primary.connection());
        this.target = KubeClient.connect(recovery.connection());
    }

    /// @param settings of the recovery side's control plane
    /// @param patience with what the API server calls back
    static Passage between(Path directory, Map<String, Object> settings, Duration patience) {
        return new Passage(
                directory, RigControlPlane.start(), RigControlPlane.start(settings), patience);
    }

    /// From the Kubernetes of an older minor version to the rig's own.
    static Passage fromVersion(String version, Path directory, Duration patience) {
        return new Passage(
                directory, RigControlPlane.ofVersion(version), RigControlPlane.start(), patience);
    }

    KubeClient source() {
        return source;
    }

    KubeClient target() {
        return target;
    }

    RigControlPlane primary() {
        return primary;
    }

    RigControlPlane recovery() {
        return recovery;
    }

    /// What the person's configuration says, from now on.
    void choosing(RestoreChoices choices) {
        options = PlanOptions.LIKE_PRIMARY.choosing(choices);
    }

    LocalPoint capture() {
        return LocalPoint.capture(source, CaptureOptions.standard(), directory.resolve("point"));
    }

    ObjectPlan plan(LocalPoint captured) {
        return new ObjectPlanner(translator(), options, Progress.SILENT)
                .plan(captured.point(), new TargetState.Live(target, RECOVERY, journal()));
    }

    RestoreResult restore(ObjectPlan plan, LocalPoint captured) {
        return restore(plan, captured, _ -> {});
    }

    /// @param after what somebody else does once a wave has ended
    RestoreResult restore(ObjectPlan plan, LocalPoint captured, Consumer<Wave> after) {
        return new ObjectRestorer(
                        translator(),
                        RestoreOptions.STANDARD.backendsWithin(patience),
                        RequestRecorder.NONE,
                        Progress.SILENT)
                .restore(
                        plan,
                        captured.point(),
                        new RestoreTarget(target, RECOVERY, journal()),
                        nodesWhenNeeded(after));
    }

    VerifyResult verify(LocalPoint captured) {
        return new ObjectVerifier(translator(), options, Progress.SILENT)
                .verify(captured.point(), target, RECOVERY);
    }

    ReleaseResult release(LocalPoint captured) {
        return new ObjectReleaser(options.choices(), Progress.SILENT)
                .release(captured.point(), target, RECOVERY, journal());
    }

    /// What the recovery side has under this name.
    Optional<JsonNode> recovered(ApiResource type, String namespace, String name) {
        return target.find(type, new ObjectKey(namespace, name)).map(found -> found.json());
    }

    private WaveListener nodesWhenNeeded(Consumer<Wave> after) {
        return new WaveListener() {
            @Override
            public void starting(Wave wave) {
                if (wave == Wave.NODES) {
                    recovery.addNode("recovery-1", false);
                }
            }

            @Override
            public void finished(Wave wave, Map<String, Long> outcomes) {
                after.accept(wave);
            }
        };
    }

    private RestoreJournal journal() {
        return RestoreJournal.open(new DirectoryStore(directory.resolve("state")), RECOVERY);
    }

    private static Translator translator() {
        var from = environment("111111111111", "us-east-1");
        var to = environment("222222222222", "us-west-2");
        return Translator.of(new Crossing(from, to, Counterparts.of(from, to)), PodSpecs.builtIn());
    }

    private static Environment environment(String account, String region) {
        return new Environment(new AccountId(account), new Region(region), Optional.empty());
    }

    @Override
    public void close() {
        source.close();
        target.close();
        primary.close();
        recovery.close();
    }
}
