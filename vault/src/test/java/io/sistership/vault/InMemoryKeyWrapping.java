package io.sistership.vault;

import io.sistership.model.FailureKind;
import io.sistership.model.Sensitive;
import io.sistership.model.SistershipException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Wraps data keys under a key of its own as KMS does, bound to their context; it counts calls by
/// their context's class and can deny a class. Thread-safe.
public final class InMemoryKeyWrapping implements KeyWrapping {

    private static final int NONCE = 12;
    private static final int KEY = 32;

    private final SecureRandom random = new SecureRandom();
    private final byte[] master = bytes(KEY);
    private final List<String> calls = new ArrayList<>();
    private String deniedClass = "";

    /// `generate objects`, `unwrap secrets` and so on, in order.
    public synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    /// From now on keys of this class aren't unwrapped.
    public synchronized void deny(String segmentClass) {
        deniedClass = segmentClass;
    }

    @Override
    public synchronized DataKey generate(Map<String, String> context) {
        calls.add("generate " + context.get("class"));
        var plain = bytes(KEY);
        var nonce = bytes(NONCE);
        var sealed = run(Cipher.ENCRYPT_MODE, nonce, plain, context);
        var wrapped = new byte[NONCE + sealed.length];
        System.arraycopy(nonce, 0, wrapped, 0, NONCE);
        System.arraycopy(sealed, 0, wrapped, NONCE, sealed.length);
        return new DataKey(Sensitive.copyOf(plain), wrapped);
    }

    @Override
    public synchronized Sensitive unwrap(byte[] wrapped, Map<String, String> context) {
        calls.add("unwrap " + context.get("class"));
        if (deniedClass.equals(context.get("class"))) {
            throw new UnwrapDeniedException("not authorised to unwrap class " + deniedClass, null);
        }
        var nonce = java.util.Arrays.copyOf(wrapped, NONCE);
        var sealed = java.util.Arrays.copyOfRange(wrapped, NONCE, wrapped.length);
        return Sensitive.copyOf(run(Cipher.DECRYPT_MODE, nonce, sealed, context));
    }

    private byte[] run(int mode, byte[] nonce, byte[] input, Map<String, String> context) {
        try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(master, "AES"), new GCMParameterSpec(128, nonce));
            cipher.updateAAD(new TreeMap<>(context).toString().getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw denied("the wrapped key and its context don't belong together");
        }
    }

    private static SistershipException denied(String message) {
        return new SistershipException(FailureKind.ACCESS, "unwrap-denied", message, "");
    }

    private byte[] bytes(int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
