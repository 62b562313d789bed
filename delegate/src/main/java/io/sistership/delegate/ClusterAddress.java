package io.sistership.delegate;

import io.sistership.aws.AwsSession;
import io.sistership.aws.EksToken;
import io.sistership.kube.KubeClient;
import io.sistership.kube.KubeConnection;
import io.sistership.kube.KubeOptions;
import io.sistership.kube.TokenSource;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

/// Where an EKS control plane answers, as `DescribeCluster` says. Immutable.
///
/// @param name the cluster's name, which its tokens are made for
/// @param certificateAuthority in PEM
public record ClusterAddress(String name, URI endpoint, String certificateAuthority) {

    /// A client that is whoever the session is.
    KubeClient connect(AwsSession session) {
        return connect(session, KubeOptions.standard());
    }

    /// The same with options of one's own.
    KubeClient connect(AwsSession session, KubeOptions options) {
        var token = new EksToken(session, name, InstantSource.system());
        var source =
                new TokenSource() {
                    @Override
                    public String token() {
                        return token.token();
                    }

                    @Override
                    public void rejected(String refused) {
                        token.rejected(refused);
                    }
                };
        var pem = certificateAuthority.getBytes(StandardCharsets.US_ASCII);
        return KubeClient.connect(KubeConnection.of(endpoint, pem, source), options);
    }
}
