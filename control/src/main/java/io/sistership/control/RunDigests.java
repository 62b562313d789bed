package io.sistership.control;

import io.sistership.translate.JsonDocument;
import io.sistership.translate.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A Secret's values as digests under a key that this run makes and forgets: a plain hash of a short
/// password would be found by guessing. Thread-safe.
final class RunDigests {

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    RunDigests() {
        var bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        this.key = new SecretKeySpec(bytes, ALGORITHM);
    }

    /// All places where a Secret holds text of its own. Annotations, too: `kubectl apply` keeps the
    /// whole manifest in one.
    List<ShownObject.Value> of(JsonDocument secret) {
        var values = new ArrayList<ShownObject.Value>();
        add(values, secret, "data", "/data");
        add(values, secret, "annotations", "/metadata/annotations");
        add(values, secret, "labels", "/metadata/labels");
        return values;
    }

    private void add(
            List<ShownObject.Value> values, JsonDocument secret, String prefix, String pointer) {
        secret.at(pointer).map(JsonValue::items).orElse(List.of()).stream()
                .filter(JsonValue::isString)
                .map(value ->
                        new ShownObject.Value(
                                prefix + "." + value.name().orElse(""),
                                hmac(prefix.equals("data") ? decoded(value.text()) : utf8(value))))
                .forEach(values::add);
    }

    private static byte[] utf8(JsonValue value) {
        return value.text().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException _) {
            return base64.getBytes(
                    StandardCharsets.UTF_8); // not the API server's; digested as it is
        }
    }

    private String hmac(byte[] value) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(value));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform lacks " + ALGORITHM, e);
        }
    }
}
