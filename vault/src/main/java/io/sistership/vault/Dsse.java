package io.sistership.vault;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// What DSSE signs: a payload together with its type, so that a signature over one kind of document is
/// none over another.
///
/// Source: the DSSE protocol, github.com/secure-systems-lab/dsse, version 1.0.2.
public final class Dsse {

    private Dsse() {}

    /// The pre-authentication encoding of type and payload.
    public static byte[] preAuthentication(String payloadType, byte[] payload) {
        var type = payloadType.getBytes(StandardCharsets.UTF_8);
        var out = new ByteArrayOutputStream();
        out.writeBytes(ascii("DSSEv1 " + type.length + " "));
        out.writeBytes(type);
        out.writeBytes(ascii(" " + payload.length + " "));
        out.writeBytes(payload);
        return out.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
