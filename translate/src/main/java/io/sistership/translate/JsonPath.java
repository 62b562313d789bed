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
            for (var item : value.items()) {
                if (item.isNamed(segment)) {
                    into.add(item);
                }
            }
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
        return name.indexOf('~') < 0 && name.indexOf('/') < 0
                ? name
                : name.replace("~", "~0").replace("/", "~1");
    }

    static List<String> segments(String pointer) {
        var segments = new ArrayList<String>();
        for (int from = 0; from < pointer.length(); ) {
            int end = segmentEnd(pointer, from);
            segments.add(segment(pointer, from, end));
            from = end;
        }
        return segments;
    }

    /// Where the segment ends whose slash is at `from`.
    static int segmentEnd(String pointer, int from) {
        if (pointer.charAt(from) != '/') {
            throw new IllegalArgumentException("a JSON pointer starts with '/': " + pointer);
        }
        int next = pointer.indexOf('/', from + 1);
        return next < 0 ? pointer.length() : next;
    }

    /// The name that a segment means. Pointers are read for every object many times, and few have
    /// anything escaped.
    static String segment(String pointer, int from, int end) {
        var segment = pointer.substring(from + 1, end);
        return segment.indexOf('~') < 0 ? segment : segment.replace("~1", "/").replace("~0", "~");
    }
}
