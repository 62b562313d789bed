package io.sistership.restore;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import tools.jackson.databind.json.JsonMapper;

/// Puts a JSON merge patch together from raw JSON values, which keep their spelling. Confined.
final class MergePatch {

    private final Map<String, String> top = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> nested = new LinkedHashMap<>();

    /// @param pointer of one or two segments that need no escape
    /// @param json the raw value
    void set(String pointer, String json) {
        var segments = pointer.substring(1).split("/", -1);
        if (segments.length == 1) {
            top.put(segments[0], json);
        } else {
            nested.computeIfAbsent(segments[0], _ -> new LinkedHashMap<>()).put(segments[1], json);
        }
    }

    /// A text value.
    void setText(String pointer, String text) {
        set(pointer, quoted(text));
    }

    @Override
    public String toString() {
        var members = new LinkedHashMap<String, String>();
        nested.forEach((name, inner) -> members.put(name, object(inner)));
        members.putAll(top);
        return object(members);
    }

    static String quoted(String text) {
        return JsonMapper.shared().writeValueAsString(text);
    }

    private static String object(Map<String, String> members) {
        var joined = new StringJoiner(",", "{", "}");
        members.forEach((name, json) -> joined.add(quoted(name) + ":" + json));
        return joined.toString();
    }
}
