package io.sistership.model;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// A SHA-256 digest, written as 64 lower-case hexadecimal digits.
public record Sha256(String hex) {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    public Sha256 {
        if (!FORM.matcher(hex).matches()) {
            throw new IllegalArgumentException("not a SHA-256 in lower-case hex: '" + hex + "'");
        }
    }

    /// The digest of these bytes.
    public static Sha256 of(byte[] bytes) {
        return ofDigest(newDigest().digest(bytes));
    }

    /// The digest that a finished `MessageDigest` gave.
    public static Sha256 ofDigest(byte[] digest) {
        return new Sha256(HexFormat.of().formatHex(digest));
    }

    /// A fresh digest; every Java platform has SHA-256.
    public static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java platform lacks SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return hex;
    }
}
