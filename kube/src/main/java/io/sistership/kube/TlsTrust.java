package io.sistership.kube;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// TLS that believes the cluster's own authority and nobody else.
final class TlsTrust {

    private static final char[] IN_MEMORY = {};

    private TlsTrust() {}

    static SSLContext context(KubeConnection connection) {
        try {
            var context = SSLContext.getInstance("TLS");
            var trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(authorities(connection.caPem()));
            context.init(keys(connection.identity()), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw KubeErrors.unusableCertificates(connection.server(), e);
        }
    }

    private static KeyStore authorities(String pem) throws GeneralSecurityException, IOException {
        var store = empty();
        var count = 0;
        for (var certificate : certificates(pem)) {
            store.setCertificateEntry("ca-" + count++, certificate);
        }
        if (count == 0) {
            throw new GeneralSecurityException("the certificate authority is empty");
        }
        return store;
    }

    private static KeyManager[] keys(KubeIdentity identity)
            throws GeneralSecurityException, IOException {
        return switch (identity) {
            case KubeIdentity.ClientCertificate(var certificatePem, var keyPem) -> {
                var store = empty();
                var chain = certificates(certificatePem).toArray(Certificate[]::new);
                store.setKeyEntry("client", PemKey.parse(keyPem), IN_MEMORY, chain);
                var factory =
                        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                factory.init(store, IN_MEMORY);
                yield factory.getKeyManagers();
            }
            case KubeIdentity.Bearer _, KubeIdentity.Anonymous _ -> new KeyManager[0];
        };
    }

    private static Collection<? extends Certificate> certificates(String pem)
            throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(
                        new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
