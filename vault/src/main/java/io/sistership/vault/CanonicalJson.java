package io.sistership.vault;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The one spelling of our JSON files: members in the order of the specification, no white space,
/// UTF-8. A reader accepts nothing else, so that no byte can be changed without being noticed.
final class CanonicalJson {

    private static final JsonFactory WRITER = new JsonFactory();
    private static final JsonMapper READER =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private CanonicalJson() {}

    /// Writes one value.
    @FunctionalInterface
    interface Body {
        void write(JsonGenerator json);
    }

    static byte[] bytes(Body body) {
        var out = new ByteArrayOutputStream();
        try (var json = WRITER.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            body.write(json);
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    /// Writes the members of one object.
    @FunctionalInterface
    interface Element<T> {
        void write(JsonGenerator json, T value);
    }

    static <T> void array(JsonGenerator json, String name, List<T> values, Element<T> element) {
        json.writeArrayPropertyStart(name);
        for (var value : values) {
            json.writeStartObject();
            element.write(json, value);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static void optional(JsonGenerator json, String name, Optional<String> value) {
        json.writeName(name);
        value.ifPresentOrElse(json::writeString, json::writeNull);
    }

    /// Reads one object; anything else, doubled members and trailing bytes are refused.
    static Fields read(byte[] bytes) {
        try {
            return Fields.of("", READER.readTree(bytes));
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "it isn't JSON: " + e.getOriginalMessage() + position(e), e);
        }
    }

    private static String position(JacksonException e) {
        var location = e.getLocation();
        return location == null ? "" : " (byte " + location.getByteOffset() + ")";
    }
}
