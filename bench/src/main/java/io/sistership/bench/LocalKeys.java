package io.sistership.bench;

import io.sistership.model.Arn;
import io.sistership.model.Sensitive;
import io.sistership.model.Sha256;
import io.sistership.vault.DataKey;
import io.sistership.vault.KeyWrapping;
import io.sistership.vault.Pin;
import io.sistership.vault.PointSigner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Stands in for KMS where only speed is of interest: its keys end with the benchmark. Thread-safe.
final class LocalKeys implements KeyWrapping, PointSigner {

    private static final String AES = "AES";
    private static final int KEY = 32;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();
    private final KeyPair pair;
    private final SecretKeySpec master;

    LocalKeys() {
        this.pair = pair();
        this.master = new SecretKeySpec(bytes(KEY), AES);
    }

    private LocalKeys(KeyPair pair, SecretKeySpec master) {
        this.pair = pair;
        this.master = master;
    }

    /// Keeps the keys for another process of the same benchmark.
    void write(Path file) throws IOException {
        var parts = List.of(master, pair.getPublic(), pair.getPrivate());
        var base64 = Base64.getEncoder();
        Files.write(
                file, parts.stream().map(it -> base64.encodeToString(it.getEncoded())).toList());
    }

    /// What [#write] kept.
    static LocalKeys read(Path file) throws IOException {
        var parts = Files.readAllLines(file).stream().map(Base64.getDecoder()::decode).toList();
        try {
            var curve = KeyFactory.getInstance("EC");
            var pair =
                    new KeyPair(
                            curve.generatePublic(new X509EncodedKeySpec(parts.get(1))),
                            curve.generatePrivate(new PKCS8EncodedKeySpec(parts.get(2))));
            return new LocalKeys(pair, new SecretKeySpec(parts.get(0), AES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

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
