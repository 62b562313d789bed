package io.sistership.bench;

import io.sistership.model.Arn;
import io.sistership.model.Sensitive;
import io.sistership.model.Sha256;
import io.sistership.vault.DataKey;
import io.sistership.vault.KeyWrapping;
import io.sistership.vault.Pin;
import io.sistership.vault.PointSigner;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Stands in for KMS where only speed is of interest: its keys end with the process. Thread-safe.
final class LocalKeys implements KeyWrapping, PointSigner {

    private static final int KEY = 32;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();
    private final KeyPair pair = pair();
    private final SecretKeySpec master = new SecretKeySpec(bytes(KEY), "AES");

    @Override
    public DataKey generate(Map<String, String> context) {
        var key = bytes(KEY);
        var nonce = bytes(NONCE);
        var sealed = run(Cipher.ENCRYPT_MODE, nonce, key, context);
        var wrapped = Arrays.copyOf(nonce, NONCE + sealed.length);
        System.arraycopy(sealed, 0, wrapped, NONCE, sealed.length);
        return new DataKey(Sensitive.copyOf(key), wrapped);
    }

    @Override
    public Sensitive unwrap(byte[] wrapped, Map<String, String> context) {
        var nonce = Arrays.copyOf(wrapped, NONCE);
        var sealed = Arrays.copyOfRange(wrapped, NONCE, wrapped.length);
        return Sensitive.copyOf(run(Cipher.DECRYPT_MODE, nonce, sealed, context));
    }

    private byte[] run(int mode, byte[] nonce, byte[] input, Map<String, String> context) {
        try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, master, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(new TreeMap<>(context).toString().getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A pin for the signing key, valid for a day around now.
    Pin pin(Arn kmsKey) {
        var now = Instant.now();
        var day = Duration.ofDays(1);
        return Pin.of(pair.getPublic().getEncoded(), now.minus(day), now.plus(day), kmsKey);
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

    private byte[] bytes(int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
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
