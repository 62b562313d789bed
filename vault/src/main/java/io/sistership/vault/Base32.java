package io.sistership.vault;

import java.util.random.RandomGenerator;

/// Random names in the lower-case alphabet of RFC 4648 base32.
final class Base32 {

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

    private Base32() {}

    static String random(int length, RandomGenerator random) {
        var name = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            name.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return name.toString();
    }
}
