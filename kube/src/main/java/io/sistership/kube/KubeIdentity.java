package io.sistership.kube;

/// How a connection tells an API server who is calling.
public sealed interface KubeIdentity {

    /// A bearer token with every request.
    record Bearer(TokenSource tokens) implements KubeIdentity {}

    /// A client certificate, both in PEM; the key as PKCS#8, PKCS#1 or SEC1.
    record ClientCertificate(String certificatePem, String keyPem) implements KubeIdentity {
        @Override
        public String toString() {
            return "ClientCertificate";
        }
    }

    /// Nothing at all: anonymous.
    record Anonymous() implements KubeIdentity {}
}
