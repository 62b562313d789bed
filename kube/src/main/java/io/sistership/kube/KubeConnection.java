package io.sistership.kube;

import java.net.URI;
import java.nio.charset.StandardCharsets;

/// An API server's address, the only authorities that are believed about it, and who is calling.
/// Immutable.
///
/// The system's trust store plays no part: EKS clusters have a certificate authority of their own,
/// and a certificate that any public authority signed must not pass for the cluster's.
///
/// @param server `https://host[:port]`; `http` is for tests on loopback only
/// @param caPem one or more certificates in PEM; empty for `http`
public record KubeConnection(URI server, String caPem, KubeIdentity identity) {

    public KubeConnection {
        switch (server.getScheme()) {
            case "https" -> {}
            case "http" -> requireLoopback(server);
            case null, default ->
                    throw new IllegalArgumentException(
                            "the API server's address must start with https://: " + server);
        }
    }

    /// A connection with a bearer token.
    public static KubeConnection of(URI server, byte[] caPem, TokenSource tokens) {
        return new KubeConnection(server, text(caPem), new KubeIdentity.Bearer(tokens));
    }

    /// A connection with a client certificate, as an administrator's kubeconfig has.
    public static KubeConnection of(
            URI server, byte[] caPem, byte[] certificatePem, byte[] keyPem) {
        return new KubeConnection(
                server,
                text(caPem),
                new KubeIdentity.ClientCertificate(text(certificatePem), text(keyPem)));
    }

    private static String text(byte[] pem) {
        return new String(pem, StandardCharsets.US_ASCII);
    }

    private static void requireLoopback(URI server) {
        var host = String.valueOf(server.getHost());
        if (!host.equals("localhost") && !host.startsWith("127.") && !host.equals("[::1]")) {
            throw new IllegalArgumentException(
                    "the API server's address must start with https://: " + server);
        }
    }
}
