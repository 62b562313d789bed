package io.sistership.kube;

import java.nio.charset.StandardCharsets;

/// A partial change of an object. Immutable as long as nobody writes into the array that it was
/// made of.
public final class Patch {

    private final Kind kind;
    private final byte[] body;

    private Patch(Kind kind, byte[] body) {
        this.kind = kind;
        this.body = body;
    }

    /// RFC 6902.
    public static Patch json(byte[] operations) {
        return new Patch(Kind.JSON, operations);
    }

    /// RFC 7386.
    public static Patch merge(byte[] document) {
        return new Patch(Kind.MERGE, document);
    }

    /// As [#merge(byte[])], from text.
    public static Patch merge(String document) {
        return merge(document.getBytes(StandardCharsets.UTF_8));
    }

    /// Server-side apply: JSON is YAML, so the captured bytes can be sent as they are.
    public static Patch apply(byte[] object) {
        return new Patch(Kind.APPLY, object);
    }

    Kind kind() {
        return kind;
    }

    byte[] body() {
        return body;
    }

    enum Kind {
        JSON("application/json-patch+json", false),
        MERGE("application/merge-patch+json", true),
        APPLY("application/apply-patch+yaml", true);

        private final String contentType;
        private final boolean idempotent;

        Kind(String contentType, boolean idempotent) {
            this.contentType = contentType;
            this.idempotent = idempotent;
        }

        String contentType() {
            return contentType;
        }

        /// Whether sending it twice leaves what sending it once does.
        boolean idempotent() {
            return idempotent;
        }
    }
}
