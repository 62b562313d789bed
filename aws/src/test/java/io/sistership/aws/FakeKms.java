package io.sistership.aws;

import io.sistership.model.Sensitive;
import io.sistership.vault.InMemoryKeyWrapping;
import io.sistership.vault.InMemorySigner;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A KMS with one symmetric and one P-256 key. Thread-safe.
final class FakeKms {

    private static final JsonMapper JSON = new JsonMapper();

    private final InMemoryKeyWrapping keys = new InMemoryKeyWrapping();
    private final InMemorySigner signer = new InMemorySigner();
    private volatile String keySpec = "ECC_NIST_P256";

    InMemorySigner signer() {
        return signer;
    }

    void keySpec(String spec) {
        keySpec = spec;
    }

    FakeAws.Answer answer(String operation, String body) {
        var request = JSON.readTree(body);
        return switch (operation) {
            case "GenerateDataKey" -> generate(request);
            case "Decrypt" -> decrypt(request);
            case "GetPublicKey" -> publicKey(request);
            case "Sign" -> sign(request);
            case "Verify" -> verify(request);
            default -> throw new IllegalArgumentException(operation);
        };
    }

    private FakeAws.Answer generate(JsonNode request) {
        try (var made = keys.generate(context(request))) {
            return json(
                    Map.of(
                            "KeyId", text(request, "KeyId"),
                            "Plaintext", base64(made.plain().reveal()),
                            "CiphertextBlob", base64(made.wrapped())));
        }
    }

    private FakeAws.Answer decrypt(JsonNode request) {
        var wrapped = Base64.getDecoder().decode(text(request, "CiphertextBlob"));
        try (Sensitive plain = keys.unwrap(wrapped, context(request))) {
            return json(
                    Map.of("KeyId", text(request, "KeyId"), "Plaintext", base64(plain.reveal())));
        } catch (io.sistership.model.SistershipException _) {
            return FakeAws.Answer.of(
                    400,
                    "application/x-amz-json-1.1",
                    Requests.utf8("{\"__type\":\"InvalidCiphertextException\"}"));
        }
    }

    private FakeAws.Answer publicKey(JsonNode request) {
        var pin =
                signer.pin(
                        new io.sistership.model.AccountId("111111111111"), java.time.Instant.EPOCH);
        return json(
                Map.of(
                        "KeyId", text(request, "KeyId"),
                        "KeySpec", keySpec,
                        "PublicKey", base64(pin.key().getEncoded())));
    }

    private static void requireRawEcdsa(JsonNode request) {
        if (!text(request, "MessageType").equals("RAW")
                || !text(request, "SigningAlgorithm").equals("ECDSA_SHA_256")) {
            throw new IllegalArgumentException(request.toString());
        }
    }

    /// As KMS does: a wrong signature is an error.
    private FakeAws.Answer verify(JsonNode request) {
        requireRawEcdsa(request);
        var key =
                signer.pin(
                                new io.sistership.model.AccountId("111111111111"),
                                java.time.Instant.EPOCH)
                        .key();
        try {
            var verifier = java.security.Signature.getInstance("SHA256withECDSA");
            verifier.initVerify(key);
            verifier.update(Base64.getDecoder().decode(text(request, "Message")));
            if (verifier.verify(Base64.getDecoder().decode(text(request, "Signature")))) {
                return FakeAws.Answer.of(
                        200,
                        "application/x-amz-json-1.1",
                        Requests.utf8("{\"SignatureValid\":true}"));
            }
        } catch (java.security.GeneralSecurityException _) {
            // what can't be read is no signature either
        }
        return FakeAws.Answer.of(
                400,
                "application/x-amz-json-1.1",
                Requests.utf8("{\"__type\":\"KMSInvalidSignatureException\"}"));
    }

    private FakeAws.Answer sign(JsonNode request) {
        requireRawEcdsa(request);
        var message = Base64.getDecoder().decode(text(request, "Message"));
        return json(
                Map.of(
                        "KeyId", text(request, "KeyId"),
                        "Signature", base64(signer.sign(message))));
    }

    private static Map<String, String> context(JsonNode request) {
        var context = new HashMap<String, String>();
        request.get("EncryptionContext")
                .properties()
                .forEach(entry -> context.put(entry.getKey(), entry.getValue().stringValue()));
        return context;
    }

    private static String text(JsonNode request, String name) {
        return request.get(name).stringValue();
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static FakeAws.Answer json(Map<String, String> members) {
        return FakeAws.Answer.of(
                200, "application/x-amz-json-1.1", JSON.writeValueAsBytes(members));
    }
}
