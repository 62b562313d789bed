package io.sistership.control;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The first line of a saved plan.
record PlanHead(String id, PlanBinding binding) {

    private static final JsonMapper JSON = new JsonMapper();

    /// Reads the line, or throws `IllegalArgumentException`.
    static PlanHead read(byte[] line) {
        var head = parsed(line);
        if (!Arrays.equals(PlanLines.head(head.id(), head.binding()), line)) {
            throw new IllegalArgumentException("its first line isn't spelled as plans are");
        }
        return head;
    }

    private static PlanHead parsed(byte[] line) {
        var json = tree(line);
        var plan = text(json, "plan");
        if (json.path("format").asInt(0) != PlanLines.FORMAT) {
            throw new IllegalArgumentException(
                    "it has format %s, this version reads format %d"
                            .formatted(json.path("format"), PlanLines.FORMAT));
        }
        return new PlanHead(plan, binding(json));
    }

    private static PlanBinding binding(JsonNode json) {
        return new PlanBinding(
                text(json, "application"),
                text(json, "source"),
                text(json, "target"),
                text(json, "environment"),
                text(json, "recovery"),
                text(json, "point"),
                text(json, "manifest"),
                text(json, "configuration"),
                text(json, "counterparts"),
                texts(json.path("accepted")));
    }

    private static JsonNode tree(byte[] line) {
        try {
            return JSON.readTree(line);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("its first line is no plan's", e);
        }
    }

    private static String text(JsonNode json, String member) {
        if (!json.path(member).isString()) {
            throw new IllegalArgumentException("its first line is no plan's: no '" + member + "'");
        }
        return json.get(member).asString();
    }

    private static List<String> texts(JsonNode json) {
        var texts = new ArrayList<String>();
        json.forEach(each -> texts.add(each.asString("")));
        return texts;
    }
}
