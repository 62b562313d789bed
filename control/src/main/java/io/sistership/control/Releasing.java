package io.sistership.control;

import io.sistership.cloud.EksCluster;
import io.sistership.model.Application;
import io.sistership.model.ObjectId;
import io.sistership.model.Progress;
import io.sistership.restore.ReleaseResult;
import java.util.List;

/// `release`: lets go what a recovery brought back standing still. Confined to one command.
public final class Releasing {

    private final Application application;
    private final Progress progress;

    public Releasing(Application application, Progress progress) {
        this.application = application;
        this.progress = progress;
    }

    /// Releases what `restore.quiesce` names and the recovery put there.
    public ReleaseReport release(RecoveryRequest request) {
        progress.stage("access", -1);
        try (var context = new RecoveryContext(application, request, progress)) {
            var cluster =
                    context.cloudPlanner()
                            .cluster()
                            .orElseThrow(() -> Verification.notThere(context));
            var result =
                    Addresses.reach(
                            cluster,
                            address -> context.delegate().release(context.point(), address));
            return report(context, cluster, result);
        }
    }

    private static ReleaseReport report(
            RecoveryContext context, EksCluster cluster, ReleaseResult result) {
        return new ReleaseReport(
                context.pointId().value(),
                context.request().cluster(),
                cluster.name(),
                context.application().recovery().toString(),
                names(result.released()),
                names(result.running()),
                result.left());
    }

    private static List<String> names(List<ObjectId> ids) {
        return ids.stream().map(ObjectId::toString).toList();
    }
}
