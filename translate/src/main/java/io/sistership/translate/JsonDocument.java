package io.sistership.translate;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A view over the captured bytes of one JSON document: every value with its place in the bytes.
///
/// It is read, never written: a rule looks values up here and proposes an [Edit]; [Edits] copies all
/// other bytes as they are. So number spelling, key order, escapes and unknown fields survive by
/// construction. Immutable, as long as the caller leaves the array that it handed over alone.
public final class JsonDocument {

    private final byte[] bytes;
    private final JsonValue root;

    private JsonDocument(byte[] bytes) {
        this.bytes = bytes;
        this.root = new JsonScanner(this).scan();
    }

    /// Reads a document. The array isn't copied and must not be changed afterwards.
    ///
    /// @throws MalformedJsonException where the bytes aren't exactly one JSON value
    public static JsonDocument of(byte[] bytes) {
        return new JsonDocument(bytes);
    }

    /// Reads a document out of a larger buffer; copies its part.
    public static JsonDocument of(byte[] buffer, int offset, int length) {
        return new JsonDocument(Arrays.copyOfRange(buffer, offset, offset + length));
    }

    /// Reads a document from text.
    public static JsonDocument of(String text) {
        return new JsonDocument(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Reads a document from text that may be none.
    static Optional<JsonDocument> ifJson(String text) {
        try {
            return Optional.of(of(text));
        } catch (MalformedJsonException _) {
            return Optional.empty();
        }
    }

    /// The whole value.
    public JsonValue root() {
        return root;
    }

    /// The value at a JSON pointer (RFC 6901) such as
    /// `/metadata/annotations/eks.amazonaws.com~1role-arn`; of duplicate keys the last, as servers
    /// read them.
    public Optional<JsonValue> at(String pointer) {
        return root.at(pointer);
    }

    /// Every value that a path with wildcards names, in document order, duplicate keys included.
    public List<JsonValue> all(JsonPath path) {
        return path.in(root);
    }

    /// As [#all(JsonPath)], for a path such as `/spec/containers/*/image`.
    public List<JsonValue> all(String path) {
        return JsonPath.of(path).in(root);
    }

    /// The place of the value at a pointer.
    public Optional<Span> span(String pointer) {
        return at(pointer).map(JsonValue::span);
    }

    /// The text at a pointer; empty where there is nothing, or no string.
    public Optional<String> text(String pointer) {
        return at(pointer).flatMap(JsonValue::textIfString);
    }

    /// How many bytes the document has, white space around it included.
    public int length() {
        return bytes.length;
    }

    /// A copy of the bytes of a span.
    public byte[] copy(Span span) {
        return Arrays.copyOfRange(bytes, span.start(), span.end());
    }

    /// The bytes themselves: for this package only, which doesn't change them.
    byte[] bytes() {
        return bytes;
    }
}
