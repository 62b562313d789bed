package io.sistership.control;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// What a saved plan says and what would be done now, where they differ: the first in words, the others
/// counted. Confined.
final class PlanDifferences {

    private static final int SHOWN = 10;
    private static final int LONGEST = 120;

    private final List<String> shown = new ArrayList<>();
    private long count;

    void add(String difference) {
        count++;
        if (shown.size() < SHOWN) {
            shown.add(difference);
        }
    }

    void add(String where, String member, JsonNode was, JsonNode is) {
        add("%s: %s was %s, is now %s".formatted(where, member, words(was), words(is)));
    }

    boolean isEmpty() {
        return count == 0;
    }

    /// `2 differences:` and one a line.
    @Override
    public String toString() {
        var lines = String.join("\n  ", shown);
        var more = count > SHOWN ? "\n  ... and " + (count - SHOWN) + " more" : "";
        return "%d %s:\n  %s%s"
                .formatted(count, count == 1 ? "difference" : "differences", lines, more);
    }

    private static String words(JsonNode value) {
        var words = value.isString() ? "'" + value.stringValue() + "'" : value.toString();
        return words.length() <= LONGEST ? words : words.substring(0, LONGEST) + "...";
    }
}
