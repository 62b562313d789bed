package io.sistership.translate;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One value of a [JsonDocument] with its place in the bytes.
///
/// Equality is identity: two values with the same text at different places are different values.
public final class JsonValue {

    /// What stands there.
    public enum Kind {
        OBJECT,
        ARRAY,
        STRING,
        NUMBER,
        TRUE,
        FALSE,
        NULL
    }

    private final JsonDocument document;
    private final Kind kind;
    private final @Nullable JsonValue parent;
    private final int position;
    private final @Nullable Span name;
    private final int start;
    private final List<JsonValue> items;
    private int end;

    /// The scanner's: `name` is the span of the member's name with its quotes.
    JsonValue(
            JsonDocument document,
            Kind kind,
            @Nullable JsonValue parent,
            @Nullable Span name,
            int start) {
        this.document = document;
        this.kind = kind;
        this.parent = parent;
        this.name = name;
        this.start = start;
        this.items = kind == Kind.OBJECT || kind == Kind.ARRAY ? new ArrayList<>(4) : List.of();
        this.position = parent == null ? 0 : parent.items.size();
        if (parent != null) {
            parent.items.add(this);
        }
    }

    /// The scanner's: says where the value ends, once.
    void endsAt(int offset) {
        this.end = offset;
    }

    public JsonDocument document() {
        return document;
    }

    public Kind kind() {
        return kind;
    }

    public boolean isObject() {
        return kind == Kind.OBJECT;
    }

    public boolean isArray() {
        return kind == Kind.ARRAY;
    }

    public boolean isString() {
        return kind == Kind.STRING;
    }

    /// The object or array that holds this value.
    public Optional<JsonValue> parent() {
        return Optional.ofNullable(parent);
    }

    /// The value's bytes; a member's name isn't part of them.
    public Span span() {
        return new Span(start, end);
    }

    /// The value with its member's name, where it has one.
    public Span itemSpan() {
        return new Span(name == null ? start : name.start(), end);
    }

    /// The place among its siblings, from 0.
    public int position() {
        return position;
    }

    /// The decoded name of the member that holds this value; empty for elements and the root.
    public Optional<String> name() {
        return Optional.ofNullable(name).map(span -> StringText.decode(document.bytes(), span));
    }

    /// Members' values or elements in document order; empty for everything else.
    public List<JsonValue> items() {
        return Collections.unmodifiableList(items);
    }

    /// As [#items()], for this package's own loops, which change nothing.
    List<JsonValue> ownItems() {
        return items;
    }

    /// The value of a member; of duplicate names the last, as servers read them.
    public Optional<JsonValue> member(String wanted) {
        return Optional.ofNullable(last(wanted));
    }

    private @Nullable JsonValue last(String wanted) {
        for (int i = items.size() - 1; i >= 0; i--) {
            var item = items.get(i);
            if (item.isNamed(wanted)) {
                return item;
            }
        }
        return null;
    }

    /// The value at a JSON pointer from here; the empty pointer is this value.
    public Optional<JsonValue> at(String pointer) {
        JsonValue value = this;
        for (int from = 0; value != null && from < pointer.length(); ) {
            int end = JsonPath.segmentEnd(pointer, from);
            value = value.child(JsonPath.segment(pointer, from, end));
            from = end;
        }
        return Optional.ofNullable(value);
    }

    /// Every value that a path with wildcards names from here.
    public List<JsonValue> all(String path) {
        return JsonPath.of(path).in(this);
    }

    /// Where this value stands in its document, as a JSON pointer.
    public String pointer() {
        var segments = new ArrayDeque<String>();
        for (JsonValue value = this; value.parent != null; value = value.parent) {
            int index = value.position;
            segments.push(
                    value.name().map(JsonPath::escape).orElseGet(() -> Integer.toString(index)));
        }
        return segments.isEmpty() ? "" : "/" + String.join("/", segments);
    }

    /// The decoded text of a string.
    ///
    /// @throws IllegalStateException for any other kind
    public String text() {
        if (kind != Kind.STRING) {
            throw new IllegalStateException(pointer() + " is no string but " + kind);
        }
        return StringText.decode(document.bytes(), span());
    }

    /// The decoded text where this is a string.
    public Optional<String> textIfString() {
        return isString() ? Optional.of(text()) : Optional.empty();
    }

    /// The value of a number, exact.
    ///
    /// @throws IllegalStateException for any other kind
    /// @throws NumberFormatException where the exponent is beyond the range of an int, which no
    ///     server accepts
    public BigDecimal number() {
        if (kind != Kind.NUMBER) {
            throw new IllegalStateException(pointer() + " is no number but " + kind);
        }
        return new BigDecimal(raw());
    }

    /// Whether this is the literal `true`.
    public boolean isTrue() {
        return kind == Kind.TRUE;
    }

    /// The value as it is spelled in the document.
    public String raw() {
        return new String(document.bytes(), start, end - start, StandardCharsets.UTF_8);
    }

    /// Says where, never what: the value may be a Secret's.
    @Override
    public String toString() {
        return kind + " at " + pointer();
    }

    /// Whether this is the value of a member of that name, without decoding where it can be seen
    /// from the bytes.
    boolean isNamed(String wanted) {
        return name != null && StringText.sameText(document.bytes(), name, wanted);
    }

    /// A member by name, or an element by index.
    private @Nullable JsonValue child(String segment) {
        if (kind == Kind.OBJECT) {
            return last(segment);
        }
        return kind == Kind.ARRAY ? element(segment) : null;
    }

    private @Nullable JsonValue element(String segment) {
        if (segment.isEmpty()
                || segment.length() > 9
                || !segment.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        int index = Integer.parseInt(segment);
        return index < items.size() ? items.get(index) : null;
    }
}
