package io.sistership.rig;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// Compares two live objects by a second way, which shares nothing with the product's own: trees of
/// a JSON library, and a list of places that don't count.
final class LiveDifferences {

    private final Set<String> ignored;
    private final List<String> found = new ArrayList<>();

    private LiveDifferences(Set<String> ignored) {
        this.ignored = Set.copyOf(ignored);
    }

    /// Each place at which the two differ, with both values.
    static List<String> between(JsonNode left, JsonNode right, Set<String> ignored) {
        var differences = new LiveDifferences(ignored);
        differences.compare("", left, right);
        return differences.found;
    }

    private void compare(String path, JsonNode left, JsonNode right) {
        if (ignored.contains(path) || left.equals(right)) {
            return;
        }
        if (left.isObject() && right.isObject()) {
            var names = new TreeSet<>(left.propertyNames());
            names.addAll(right.propertyNames());
            names.forEach(name -> compare(path + "/" + name, left.path(name), right.path(name)));
        } else if (left.isArray() && right.isArray() && left.size() == right.size()) {
            for (int i = 0; i < left.size(); i++) {
                compare(path + "/" + i, left.path(i), right.path(i));
            }
        } else {
            found.add("%s: %s became %s".formatted(path, left, right));
        }
    }
}
