package io.sistership.vault;

import io.sistership.model.AccountId;
import io.sistership.model.Arn;
import io.sistership.model.Sha256;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// A public key that the recovery side trusts to sign points of one account, and for how long.
///
/// The validity bounds when points may be created and published; points accepted within it stay
/// good afterwards. To distrust a key altogether, delete its pin.
///
/// @param key an EC key on P-256
/// @param notBefore the first instant at which it may sign
/// @param notAfter the last instant at which it may sign
/// @param kmsKey the KMS key that holds the private half; its account is the one whose clusters it may
///     sign for
public record Pin(PublicKey key, Instant notBefore, Instant notAfter, Arn kmsKey) {

    private static final ECParameterSpec P256 = p256();

    public Pin {
        if (!(key instanceof ECPublicKey ec)
                || !ec.getParams().getCurve().equals(P256.getCurve())) {
            throw new IllegalArgumentException("a pinned key must be an EC key on P-256");
        }
        // Points are dated to the second: one made in this second isn't older than the pin.
        notBefore = notBefore.truncatedTo(ChronoUnit.SECONDS);
        if (notAfter.isBefore(notBefore)) {
            throw new IllegalArgumentException(
                    "a pin that is valid from %s can't end at %s".formatted(notBefore, notAfter));
        }
        new AccountId(kmsKey.account()); // refuses one that is none
    }

    /// A pin for the key in this SubjectPublicKeyInfo (DER), as `kms:GetPublicKey` gives it.
    public static Pin of(byte[] publicKeyDer, Instant notBefore, Instant notAfter, Arn kmsKey) {
        return new Pin(parse(publicKeyDer), notBefore, notAfter, kmsKey);
    }

    /// The account whose clusters it may sign for.
    public AccountId account() {
        return new AccountId(kmsKey.account());
    }

    /// The same pin, ending at that instant: what is published by then stays good, nothing more is.
    public Pin until(Instant end) {
        return new Pin(key, notBefore, end, kmsKey);
    }

    /// SHA-256 of the SubjectPublicKeyInfo in DER.
    public Sha256 keyId() {
        return Sha256.of(key.getEncoded());
    }

    void requireValid(PointFile file, Instant at) {
        if (at.isBefore(notBefore) || at.isAfter(notAfter)) {
            throw file.refuse(
                    Refusal.KEY_VALIDITY,
                    "the pin of key %s is valid from %s to %s, not at %s"
                            .formatted(keyId(), notBefore, notAfter, at));
        }
    }

    /// Whether the key signed this message; a signature that can't even be read is a wrong one.
    boolean verifies(byte[] message, byte[] signature) {
        try {
            var verifier = Signature.getInstance("SHA256withECDSA");
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    private static PublicKey parse(byte[] der) {
        try {
            return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(der));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not an EC public key in DER", e);
        }
    }

    private static ECParameterSpec p256() {
        try {
            var parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform lacks P-256", e);
        }
    }
}
