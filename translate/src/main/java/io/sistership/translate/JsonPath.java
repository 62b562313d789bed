package io.sistership.translate;

import java.util.ArrayList;
import java.util.List;

/// A JSON pointer whose segments may be `*`: every member or every element.
///
/// A member that is itself named `*` is reached only by the wildcard. Immutable.
public record JsonPath(List<String> segments) {

    private static final String EACH = "*";

    public JsonPath {
        segments = List.copyOf(segments);
    }

    /// Reads a path such as `/spec/containers/*/image`; the empty text names the value itself.
    public static JsonPath of(String path) {
        return new JsonPath(segments(path));
    }

    /// This path with further segments, given as a path.
    public JsonPath then(String path) {
        var longer = new ArrayList<>(segments);
        longer.addAll(segments(path));
        return new JsonPath(longer);
    }

    /// Every value that this path names below `from`, in document order, duplicate names included.
    public List<JsonValue> in(JsonValue from) {
        var found = List.of(from);
        for (var segment : segments) {
            var next = new ArrayList<JsonValue>();
            found.forEach(value -> step(value, segment, next));
            found = next;
        }
        return found;
    }

    private static void step(JsonValue value, String segment, List<JsonValue> into) {
        if (segment.equals(EACH)) {
            into.addAll(value.items());
        } else if (value.isObject()) {
            value.items().stream().filter(item -> item.isNamed(segment)).forEach(into::add);
        } else if (value.isArray()) {
            value.at("/" + segment).ifPresent(into::add);
        }
    }

    @Override
    public String toString() {
        return String.join("", segments.stream().map(segment -> "/" + escape(segment)).toList());
    }

    /// One name as a pointer's segment (RFC 6901: `~` is `~0`, `/` is `~1`).
    public static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    static List<String> segments(String pointer) {
        if (pointer.isEmpty()) {
            return List.of();
        }
        if (pointer.charAt(0) != '/') {
            throw new IllegalArgumentException("a JSON pointer starts with '/': " + pointer);
        }
        var segments = new ArrayList<String>();
        for (var segment : pointer.substring(1).split("/", -1)) {
            segments.add(segment.replace("~1", "/").replace("~0", "~"));
        }
        return segments;
    }
}
