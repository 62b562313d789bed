package io.sistership.control;

import io.sistership.model.Sha256;
import io.sistership.vault.Dsse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The last line of a saved plan: a DSSE envelope whose payload names all lines before it.
///
/// @param payload what is signed, with its type: [Content] as JSON
/// @param key the ARN of the key that is said to have signed
/// @param signature ECDSA, DER, in base64
record PlanSignature(String payload, String key, String signature) {

    static final String PAYLOAD_TYPE = "application/vnd.sistership.plan+json";

    /// A P-256 signature in DER has at most 72 bytes.
    private static final int MAX_SIGNATURE = 72;

    private static final JsonMapper JSON = new JsonMapper();

    /// What a signature vouches for.
    ///
    /// @param plan the plan's id
    /// @param recoveryId application, source and target
    /// @param lines how many lines come before the signature's
    /// @param digest of all their bytes, line feeds included
    record Content(String plan, String recoveryId, long lines, Sha256 digest) {

        String json() {
            var json = JSON.createObjectNode();
            json.put("format", PlanLines.FORMAT);
            json.put("plan", plan);
            json.put("recovery", recoveryId);
            json.put("lines", lines);
            json.put("digest", digest.hex());
            return JSON.writeValueAsString(json);
        }
    }

    static PlanSignature by(PlanKey key, Content content) {
        var payload = content.json();
        return new PlanSignature(payload, key.id(), base64(key.sign(signed(payload))));
    }

    /// Whether this key made it over just that.
    boolean isBy(PlanKey expected) {
        var bytes = Base64.getDecoder().decode(signature);
        return key.equals(expected.id())
                && bytes.length > 0
                && bytes.length <= MAX_SIGNATURE
                && expected.verifies(signed(payload), bytes);
    }

    byte[] line() {
        var json = JSON.createObjectNode();
        json.put("payload", base64(payload.getBytes(StandardCharsets.UTF_8)));
        json.put("payloadType", PAYLOAD_TYPE);
        var one = json.putArray("signatures").addObject();
        one.put("keyid", key).put("sig", signature);
        return JSON.writeValueAsBytes(json);
    }

    /// Reads the line, or throws `IllegalArgumentException`.
    static PlanSignature read(byte[] line) {
        var json = tree(line);
        var first = json.path("signatures").path(0);
        var payload = Base64.getDecoder().decode(text(json, "payload"));
        var read =
                new PlanSignature(
                        new String(payload, StandardCharsets.UTF_8),
                        text(first, "keyid"),
                        text(first, "sig"));
        if (!Arrays.equals(read.line(), line)) {
            throw new IllegalArgumentException("its last line is no signature of a plan");
        }
        return read;
    }

    private static JsonNode tree(byte[] line) {
        try {
            return JSON.readTree(line);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("its last line is no signature of a plan", e);
        }
    }

    private static String text(JsonNode json, String member) {
        return json.path(member).asString("");
    }

    private static byte[] signed(String payload) {
        return Dsse.preAuthentication(PAYLOAD_TYPE, payload.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
