package io.sistership.translate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// Finds members by name as Go's decoder does, which the AWS Load Balancer Controller reads its JSON
/// annotations with: whatever the case of the letters.
/// Source: Go, package encoding/json, "Unmarshal".
final class MembersNamed {

    private MembersNamed() {}

    /// The strings of an object's own members of that name.
    static List<JsonValue> of(JsonValue object, String name) {
        if (!object.isObject()) {
            return List.of();
        }
        return object.items().stream()
                .filter(item -> item.isString() && isNamed(item, name))
                .toList();
    }

    /// The strings of all members of that name in a document, in document order.
    static List<JsonValue> anywhere(JsonDocument document, String name) {
        var found = new ArrayList<JsonValue>();
        var open = new ArrayDeque<JsonValue>();
        open.push(document.root());
        while (!open.isEmpty()) {
            var value = open.pop();
            if (value.isString() && isNamed(value, name)) {
                found.add(value);
            }
            value.items().reversed().forEach(open::push);
        }
        return found;
    }

    private static boolean isNamed(JsonValue value, String name) {
        return value.name().filter(name::equalsIgnoreCase).isPresent();
    }
}
