package io.sistership.vault;

import io.sistership.model.Sha256;
import java.util.Arrays;
import java.util.Base64;

/// `manifest.dsse`: a statement and one signature over it.
///
/// Source: the DSSE protocol and envelope, github.com/secure-systems-lab/dsse, version 1.0.2. DSSE
/// lets an envelope be spelled in many ways; we accept the canonical one alone.
///
/// @param payload the statement's bytes
/// @param keyId the id of the key that signed; a hint until its signature was verified
/// @param signature ECDSA, DER
record Envelope(Bytes payload, Sha256 keyId, Bytes signature) {

    static final String PAYLOAD_TYPE = "application/vnd.sistership.point+json";

    /// An envelope has about 1.5 KB.
    static final int MAX_LENGTH = 64 << 10;

    /// The bytes that are signed: the pre-authentication encoding of type and payload.
    static byte[] preAuthentication(byte[] payload) {
        return Dsse.preAuthentication(PAYLOAD_TYPE, payload);
    }

    byte[] write() {
        return CanonicalJson.bytes(json -> {
            json.writeStringProperty("payload", payload.base64());
            json.writeStringProperty("payloadType", PAYLOAD_TYPE);
            json.writeArrayPropertyStart("signatures");
            json.writeStartObject();
            json.writeStringProperty("keyid", keyId.hex());
            json.writeStringProperty("sig", signature.base64());
            json.writeEndObject();
            json.writeEndArray();
        });
    }

    /// Reads an envelope, or throws `IllegalArgumentException`.
    static Envelope read(byte[] bytes) {
        var fields = CanonicalJson.read(bytes);
        var payload = fields.parsed("payload", Bytes::ofBase64);
        if (!fields.text("payloadType").equals(PAYLOAD_TYPE)) {
            throw new IllegalArgumentException("payloadType isn't " + PAYLOAD_TYPE);
        }
        var envelopes =
                fields.objects(
                        "signatures",
                        signature ->
                                new Envelope(
                                        payload,
                                        signature.sha256("keyid"),
                                        signature.parsed("sig", Bytes::ofBase64)));
        fields.end();
        if (envelopes.size() != 1) {
            throw new IllegalArgumentException("it has " + envelopes.size() + " signatures, not 1");
        }
        var envelope = envelopes.getFirst();
        if (!Arrays.equals(envelope.write(), bytes)) {
            throw new IllegalArgumentException("it isn't spelled canonically");
        }
        return envelope;
    }

    /// Bytes as a value.
    record Bytes(String base64) {

        static Bytes of(byte[] bytes) {
            return new Bytes(Base64.getEncoder().encodeToString(bytes));
        }

        /// Refuses what isn't base64. Unused bits are caught by writing the envelope again.
        static Bytes ofBase64(String text) {
            return of(Base64.getDecoder().decode(text));
        }

        byte[] bytes() {
            return Base64.getDecoder().decode(base64);
        }
    }
}
