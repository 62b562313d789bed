package io.sistership.delegate;

import io.sistership.aws.AwsSession;
import io.sistership.aws.KmsKeyWrapping;
import io.sistership.aws.S3BlobStore;
import io.sistership.kube.KubeClient;
import io.sistership.model.Progress;
import io.sistership.restore.LoadBalancers;
import io.sistership.restore.LoadBalancers.LoadBalancer;
import io.sistership.restore.ObjectPlan;
import io.sistership.restore.ObjectPlanner;
import io.sistership.restore.ObjectReleaser;
import io.sistership.restore.ObjectRestorer;
import io.sistership.restore.ObjectVerifier;
import io.sistership.restore.PlanOptions;
import io.sistership.restore.ReleaseResult;
import io.sistership.restore.RequestRecorder;
import io.sistership.restore.RestoreJournal;
import io.sistership.restore.RestoreOptions;
import io.sistership.restore.RestoreResult;
import io.sistership.restore.TargetState;
import io.sistership.restore.VerifyResult;
import io.sistership.restore.WaveListener;
import io.sistership.restore.WorkloadProbe;
import io.sistership.restore.WorkloadReadiness;
import io.sistership.translate.Translator;
import io.sistership.vault.OpenPoint;
import io.sistership.vault.Pins;
import io.sistership.vault.PointLocation;
import io.sistership.vault.PointVerifier;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Plans, restores and verifies the objects of one recovery, as the recovery delegate's role.
///
/// It opens the point only after verifying it against the pins itself. Confined to one command.
public final class RestoreDelegate {

    private final AwsSession session;
    private final RestoreRequest request;
    private final Translator translator;
    private final Progress progress;

    /// @param session of the recovery delegate's role
    public RestoreDelegate(
            AwsSession session, RestoreRequest request, Translator translator, Progress progress) {
        NativeCryptography.install();
        this.session = session;
        this.request = request;
        this.translator = translator;
        this.progress = progress;
    }

    /// Verifies the point, every sealed byte of it, and opens it.
    public OpenPoint open() {
        var vault = new S3BlobStore(session, request.vault());
        var pins = new Pins(new S3BlobStore(session, request.state()));
        var location = PointLocation.vault(request.expected().clusterName(), request.point());
        return new PointVerifier(vault, pins)
                .verify(location, request.expected(), progress)
                .open(new KmsKeyWrapping(session, request.sealKey()));
    }

    /// What restoring would do to a cluster that isn't there yet.
    public ObjectPlan plan(OpenPoint point) {
        return planner().plan(point, new TargetState.Absent());
    }

    /// What restoring would do to a cluster that is there.
    public ObjectPlan plan(OpenPoint point, ClusterAddress target) {
        try (var client = target.connect(session)) {
            return plan(point, client);
        }
    }

    /// Plans against the cluster as it is now, and does the plan.
    ///
    /// @param listener makes nodes when their wave begins
    public Restored restore(
            OpenPoint point,
            ClusterAddress target,
            WaveListener listener,
            RequestRecorder recorder) {
        try (var client = target.connect(session)) {
            var plan = plan(point, client);
            var options = RestoreOptions.STANDARD;
            var restorer = new ObjectRestorer(translator, options, recorder, progress);
            var where = new ObjectRestorer.RestoreTarget(client, request.recoveryId(), journal());
            var result = restorer.restore(plan, point, where, listener);
            return new Restored(plan, result, LoadBalancers.of(point, client));
        }
    }

    /// Reads the recovery cluster back and compares it with the point.
    public VerifyResult verify(OpenPoint point, ClusterAddress target) {
        try (var client = target.connect(session)) {
            return new ObjectVerifier(translator, options(), progress)
                    .verify(point, client, request.recoveryId());
        }
    }

    /// Tells whether what was brought back works; waits so long for what worked when it was captured.
    public WorkloadReadiness readiness(OpenPoint point, ClusterAddress target, Duration within) {
        try (var client = target.connect(session)) {
            return new WorkloadProbe(within, progress).probe(point, client);
        }
    }

    /// Lets go what this recovery brought back standing still.
    public ReleaseResult release(OpenPoint point, ClusterAddress target) {
        try (var client = target.connect(session)) {
            return new ObjectReleaser(request.choices(), progress)
                    .release(point, client, request.recoveryId(), journal());
        }
    }

    /// The plan that was done, and how each of its objects ended.
    ///
    /// @param loadBalancers where Services and Ingresses answered, and where they answer now
    public record Restored(
            ObjectPlan plan, RestoreResult result, List<LoadBalancer> loadBalancers) {

        /// What a report says beside the outcomes.
        public After after() {
            return new After(result.extraCalls(), loadBalancers);
        }
    }

    /// What a report says beside the outcomes.
    public record After(Map<String, Long> extraCalls, List<LoadBalancer> loadBalancers) {}

    private ObjectPlan plan(OpenPoint point, KubeClient client) {
        return planner().plan(point, new TargetState.Live(client, request.recoveryId(), journal()));
    }

    private ObjectPlanner planner() {
        return new ObjectPlanner(translator, options(), progress);
    }

    private PlanOptions options() {
        return new PlanOptions(request.sameServiceRange(), request.choices());
    }

    private RestoreJournal journal() {
        return RestoreJournal.open(new S3BlobStore(session, request.state()), request.recoveryId());
    }
}
