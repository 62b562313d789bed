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
        var found = new ArrayList<JsonValue>();
        collect(from, 0, found);
        return found;
    }

    /// As deep as the path is long.
    private void collect(JsonValue value, int depth, List<JsonValue> into) {
        if (depth == segments.size()) {
            into.add(value);
            return;
        }
        var segment = segments.get(depth);
        if (segment.equals(EACH)) {
            value.ownItems().forEach(item -> collect(item, depth + 1, into));
        } else if (value.isArray()) {
            value.at("/" + escape(segment)).ifPresent(item -> collect(item, depth + 1, into));
        } else {
            for (var item : value.ownItems()) {
                if (item.isNamed(segment)) {
                    collect(item, depth + 1, into);
                }
            }
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
