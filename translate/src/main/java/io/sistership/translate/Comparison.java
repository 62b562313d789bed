package io.sistership.translate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Compares what two JSON documents mean: key order, white space and escapes don't count; of
/// duplicate keys the last one does. Elements are compared by their index.
///
/// A member that only one side has is one difference, however much it holds. Immutable.
public final class Comparison {

    /// When two numbers are the same.
    public enum Numbers {
        /// 1.10 and 1.1 are equal, 1e3 and 1000 too.
        BY_VALUE,
        /// Only the same characters are equal.
        BY_SPELLING
    }

    private final Numbers numbers;

    private Comparison(Numbers numbers) {
        this.numbers = numbers;
    }

    /// A comparison that takes numbers as told.
    public static Comparison of(Numbers numbers) {
        return new Comparison(numbers);
    }

    /// All differences, in the order of the left document, what only the right one has last in each
    /// object.
    public List<Difference> differences(JsonDocument left, JsonDocument right) {
        var found = new ArrayList<Difference>();
        compare(left.root(), right.root(), found::add);
        return found;
    }

    /// Hands each difference over as it is found; paths start at the values given. Doesn't recurse:
    /// documents may be deep.
    public void compare(JsonValue left, JsonValue right, Consumer<Difference> sink) {
        var open = new ArrayDeque<Difference>();
        open.push(new Difference("", Optional.of(left), Optional.of(right)));
        while (!open.isEmpty()) {
            var pair = open.pop();
            if (pair.left().isEmpty() || pair.right().isEmpty()) {
                sink.accept(pair);
            } else {
                compare(pair, pair.left().get(), pair.right().get(), open, sink);
            }
        }
    }

    private void compare(
            Difference pair,
            JsonValue left,
            JsonValue right,
            Deque<Difference> open,
            Consumer<Difference> sink) {
        if (left.isObject() && right.isObject()) {
            members(pair.path(), left, right).reversed().forEach(open::push);
        } else if (left.isArray() && right.isArray()) {
            elements(pair.path(), left.items(), right.items()).reversed().forEach(open::push);
        } else if (!sameScalar(left, right)) {
            sink.accept(pair);
        }
    }

    private static List<Difference> members(String path, JsonValue left, JsonValue right) {
        var pairs = new ArrayList<Difference>();
        var others = byName(right);
        byName(left)
                .forEach((name, value) ->
                        pairs.add(
                                new Difference(
                                        child(path, name),
                                        Optional.of(value),
                                        Optional.ofNullable(others.remove(name)))));
        others.forEach((name, value) ->
                pairs.add(new Difference(child(path, name), Optional.empty(), Optional.of(value))));
        return pairs;
    }

    private static List<Difference> elements(
            String path, List<JsonValue> left, List<JsonValue> right) {
        var pairs = new ArrayList<Difference>();
        for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
            pairs.add(new Difference(path + "/" + i, element(left, i), element(right, i)));
        }
        return pairs;
    }

    private static Optional<JsonValue> element(List<JsonValue> items, int i) {
        return i < items.size() ? Optional.of(items.get(i)) : Optional.empty();
    }

    private boolean sameScalar(JsonValue left, JsonValue right) {
        if (left.kind() != right.kind()) {
            return false;
        }
        // Two objects or two arrays never come here.
        return switch (left.kind()) {
            case STRING -> left.raw().equals(right.raw()) || left.text().equals(right.text());
            case NUMBER -> sameNumber(left, right);
            case TRUE, FALSE, NULL -> true;
            case OBJECT, ARRAY -> false;
        };
    }

    private boolean sameNumber(JsonValue left, JsonValue right) {
        if (left.raw().equals(right.raw())) {
            return true;
        }
        if (numbers == Numbers.BY_SPELLING) {
            return false;
        }
        try {
            return left.number().compareTo(right.number()) == 0;
        } catch (NumberFormatException _) {
            return false;
        }
    }

    private static Map<String, JsonValue> byName(JsonValue object) {
        var members = new LinkedHashMap<String, JsonValue>();
        object.items().forEach(item -> members.put(item.name().orElseThrow(), item));
        return members;
    }

    private static String child(String path, String name) {
        return path + "/" + JsonPath.escape(name);
    }
}
