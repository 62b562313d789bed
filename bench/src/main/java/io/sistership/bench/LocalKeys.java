package io.sistership.bench;

import io.sistership.model.Sensitive;
import io.sistership.model.Sha256;
import io.sistership.vault.DataKey;
import io.sistership.vault.KeyWrapping;
import io.sistership.vault.PointSigner;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Map;

/// Stands in for KMS where only speed is of interest: its keys end with the process, so nothing that
/// was sealed opens again. Thread-safe.
final class LocalKeys implements KeyWrapping, PointSigner {

    private final SecureRandom random = new SecureRandom();
    private final KeyPair pair = pair();

    @Override
    public DataKey generate(Map<String, String> context) {
        var key = new byte[32];
        random.nextBytes(key);
        var wrapped = new byte[200]; // about what KMS gives
        random.nextBytes(wrapped);
        return new DataKey(Sensitive.copyOf(key), wrapped);
    }

    @Override
    public Sensitive unwrap(byte[] wrapped, Map<String, String> context) {
        throw new UnsupportedOperationException("what a benchmark seals isn't opened");
    }

    @Override
    public Sha256 keyId() {
        return Sha256.of(pair.getPublic().getEncoded());
    }

    @Override
    public byte[] sign(byte[] message) {
        try {
            var signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(pair.getPrivate());
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair pair() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
