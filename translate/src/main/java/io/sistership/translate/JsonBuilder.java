package io.sistership.translate;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Consumer;

/// Assembles a JSON object out of raw bytes of other documents and of new values: a create request
/// out of a described resource.
///
/// What is copied keeps its bytes, unknown members and number spelling included. Confined.
public final class JsonBuilder {

    private final StringJoiner members = new StringJoiner(",", "{", "}");

    private JsonBuilder() {}

    /// An object without members.
    public static JsonBuilder object() {
        return new JsonBuilder();
    }

    /// A member with a text.
    public JsonBuilder text(String name, String value) {
        return raw(name, '"' + JsonText.escaped(value) + '"');
    }

    /// A member with a list of texts.
    public JsonBuilder texts(String name, List<String> values) {
        var list = new StringJoiner(",", "[", "]");
        values.forEach(value -> list.add('"' + JsonText.escaped(value) + '"'));
        return raw(name, list.toString());
    }

    /// A member that is true or false.
    public JsonBuilder bool(String name, boolean value) {
        return raw(name, Boolean.toString(value));
    }

    /// A member with a whole number.
    public JsonBuilder number(String name, long value) {
        return raw(name, Long.toString(value));
    }

    /// A member with a value's own bytes.
    public JsonBuilder copy(String name, JsonValue value) {
        return raw(name, value.raw());
    }

    /// As [#copy(String, JsonValue)], where there is a value.
    public JsonBuilder copy(String name, Optional<JsonValue> value) {
        value.ifPresent(v -> copy(name, v));
        return this;
    }

    /// Those members of an object that are named and there, each under its own name.
    public JsonBuilder copyMembers(JsonValue object, String... names) {
        for (var name : names) {
            copy(name, object.member(name));
        }
        return this;
    }

    /// A member with raw JSON: the result of [Edits#apply], or of another builder.
    ///
    /// @throws MalformedJsonException where the bytes are no JSON value
    public JsonBuilder json(String name, byte[] json) {
        JsonDocument.of(json);
        return raw(name, new String(json, StandardCharsets.UTF_8));
    }

    /// A member with an object that `filling` builds.
    public JsonBuilder object(String name, Consumer<JsonBuilder> filling) {
        var inner = new JsonBuilder();
        filling.accept(inner);
        return raw(name, inner.members.toString());
    }

    /// The object as bytes.
    public byte[] bytes() {
        return members.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// The object as a document.
    public JsonDocument document() {
        return JsonDocument.of(bytes());
    }

    private JsonBuilder raw(String name, String value) {
        members.add('"' + JsonText.escaped(name) + "\":" + value);
        return this;
    }
}
