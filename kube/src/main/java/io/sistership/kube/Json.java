package io.sistership.kube;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Small documents as trees: discovery, `Status`, single objects to look into. Never a list's page.
final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    static JsonNode tree(byte[] bytes) throws JacksonException {
        return MAPPER.readTree(bytes);
    }

    static JsonNode tree(byte[] buffer, int offset, int length) throws JacksonException {
        return MAPPER.readTree(buffer, offset, length);
    }

    /// The text that a JSON string, quotes included, stands for.
    static String string(byte[] quoted) {
        return MAPPER.readValue(quoted, String.class);
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static byte[] bytes(JsonNode node) {
        return MAPPER.writeValueAsBytes(node);
    }

    /// A member's text; empty where it is absent or no text.
    static String text(JsonNode node, String member) {
        return node.path(member).asString("");
    }

    /// An array's texts.
    static List<String> texts(JsonNode array) {
        var texts = new ArrayList<String>();
        array.forEach(element -> texts.add(element.asString("")));
        return List.copyOf(texts);
    }
}
