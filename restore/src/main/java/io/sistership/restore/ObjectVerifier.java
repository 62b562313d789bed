package io.sistership.restore;

import io.sistership.kube.KubeClient;
import io.sistership.model.Progress;
import io.sistership.translate.Translator;
import io.sistership.vault.OpenPoint;
import java.util.Arrays;

/// Reads a recovery cluster back and compares every object with the translated capture. Writes
/// nothing; asks the server for its defaults by dry runs. Thread-safe.
public final class ObjectVerifier {

    private final Translator translator;
    private final PlanOptions options;
    private final Progress progress;

    public ObjectVerifier(Translator translator, PlanOptions options, Progress progress) {
        this.translator = translator;
        this.options = options;
        this.progress = progress;
    }

    /// Compares the cluster with what this point and these translations make of it.
    public VerifyResult verify(OpenPoint point, KubeClient client, String recoveryId) {
        return verify(
                PointContents.of(point), new KubeCluster(client, FieldManager.of(recoveryId)));
    }

    VerifyResult verify(PointContents point, Cluster cluster) {
        var plan =
                new ObjectPlanner(translator, options, Progress.SILENT)
                        .plan(point, Target.blind(cluster));
        progress.stage("verify objects", point.count());
        var check =
                new TypeCheck(
                        plan, cluster, new Preparation(translator, options.choices()), options);
        for (var type : point.types()) {
            check.begin(type);
            point.lines(
                    type,
                    (buffer, offset, length) -> {
                        check.object(
                                ObjectView.of(
                                        type, Arrays.copyOfRange(buffer, offset, offset + length)));
                        progress.advanced(1, length);
                    });
            check.end();
        }
        return check.result(point.count(), LoadBalancers.of(point, cluster));
    }
}
