package io.sistership.vault;

import io.sistership.model.AccountId;
import io.sistership.model.Arn;
import io.sistership.model.Sha256;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Signs with a P-256 key of its own. Thread-safe.
public final class InMemorySigner implements PointSigner {

    private final KeyPair keys;

    public InMemorySigner() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            keys = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A pin for this signer's key, valid a year around that instant.
    public Pin pin(AccountId account, Instant around) {
        return new Pin(
                keys.getPublic(),
                around.minus(365, ChronoUnit.DAYS),
                around.plus(365, ChronoUnit.DAYS),
                kmsKey(account));
    }

    /// Under what name KMS of that account would hold the key.
    public Arn kmsKey(AccountId account) {
        return new Arn("aws", "kms", "us-east-1", account.value(), "key/" + keyId().hex());
    }

    @Override
    public Sha256 keyId() {
        return Sha256.of(keys.getPublic().getEncoded());
    }

    @Override
    public byte[] sign(byte[] message) {
        try {
            var signer = Signature.getInstance("SHA256withECDSA");
            signer.initSign(keys.getPrivate());
            signer.update(message);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
