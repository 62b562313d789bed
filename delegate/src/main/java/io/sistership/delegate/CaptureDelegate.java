package io.sistership.delegate;

import io.sistership.aws.AwsSession;
import io.sistership.aws.KmsKeyWrapping;
import io.sistership.aws.KmsPointSigner;
import io.sistership.aws.S3BlobStore;
import io.sistership.capture.CaptureOptions;
import io.sistership.capture.CapturePolicy;
import io.sistership.capture.CaptureReport;
import io.sistership.capture.ClusterCapture;
import io.sistership.kube.KubeClient;
import io.sistership.kube.KubeOptions;
import io.sistership.model.ApiResource;
import io.sistership.model.Progress;
import io.sistership.vault.BlobStore;
import io.sistership.vault.CaptureIndex;
import io.sistership.vault.PointSigner;
import io.sistership.vault.PointWriter;
import java.security.SecureRandom;

/// Captures one cluster into a sealed, signed point in the outbox, as the primary delegate's role.
/// Thread-safe.
public final class CaptureDelegate {

    private static final ApiResource SECRETS = new ApiResource("", "v1", "Secret", "secrets", true);

    private final AwsSession session;
    private final CaptureOptions options;
    private final Progress progress;

    /// @param session of the primary delegate's role
    public CaptureDelegate(AwsSession session, CaptureOptions options, Progress progress) {
        NativeCryptography.install();
        this.session = session;
        this.options = options;
        this.progress = progress;
    }

    /// Captures; when it returns, the point lies whole in the outbox.
    ///
    /// @throws io.sistership.kube.KubeException when the cluster can't be reached or doesn't let the
    ///     delegate read everything
    public CaptureReport capture(CaptureRequest request) {
        var outbox = new S3BlobStore(session, request.scratch());
        var wrapping = new KmsKeyWrapping(session, request.sealKey());
        var key = request.signingKey();
        var signer = new KmsPointSigner(session, key.kmsKey(), key.id());
        var random = new SecureRandom();
        var pace = KubeOptions.standard().inFlight(request.changes().requestsAtOnce());
        try (var client = request.cluster().connect(session, pace)) {
            requireAccess(client);
            var index = index(request, outbox, random);
            var heading = request.heading();
            try (var point = PointWriter.begin(heading, outbox, wrapping, index, random)) {
                return capture(request, client, point, signer);
            }
        }
    }

    private CaptureIndex index(CaptureRequest request, BlobStore scratch, SecureRandom random) {
        var wrapping = new KmsKeyWrapping(session, request.indexKey());
        return CaptureIndex.open(request.heading(), request.precedent(), scratch, wrapping, random);
    }

    private CaptureReport capture(
            CaptureRequest request, KubeClient client, PointWriter point, PointSigner signer) {
        request.documents()
                .forEach(each -> point.document(each.service(), each.operation(), each.json()));
        var policy = CapturePolicy.standard().with(request.changes());
        var paced = options.requestsAtOnce(request.changes().requestsAtOnce());
        var report = new ClusterCapture(client, policy, paced, progress).into(point);
        progress.stage("sign", -1);
        point.finish(report.cut(), signer);
        return report;
    }

    /// Whoever may not list Secrets may not capture: better told now than type by type.
    private static void requireAccess(KubeClient client) {
        client.probe(SECRETS);
    }
}
