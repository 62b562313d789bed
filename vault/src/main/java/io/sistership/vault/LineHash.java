package io.sistership.vault;

import io.sistership.model.Sensitive;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Recognises lines without keeping them: HMAC-SHA256, cut to 128 bits. A plain hash of a Secret
/// could be guessed from; whoever wants to guess this one needs the key, which lies in the sealed
/// index alone. Confined.
final class LineHash {

    /// How many characters a hash has.
    static final int LENGTH = 22;

    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 16;
    private static final Base64.Encoder BASE64 = Base64.getEncoder().withoutPadding();

    private final Mac mac;

    LineHash(Sensitive key) {
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.reveal(), ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform lacks " + ALGORITHM, e);
        }
    }

    /// The hash of these bytes, in base64.
    byte[] of(byte[] buffer, int offset, int length) {
        mac.update(buffer, offset, length);
        return finish();
    }

    /// Takes a part of something longer, whose hash [#text()] gives.
    void update(byte[] part) {
        mac.update(part);
    }

    /// The hash of all parts since the last one was asked for.
    String text() {
        return new String(finish(), StandardCharsets.US_ASCII);
    }

    private byte[] finish() {
        return BASE64.encode(Arrays.copyOf(mac.doFinal(), BYTES));
    }
}
