package io.sistership.translate;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// A random document as a tree of raw texts, with everything in it that careless tools rewrite:
/// number spellings, escapes, duplicate names, empty containers.
final class RandomJson {

    private static final String[] SCALARS = {
        "1.10",
        "1e3",
        "-0.0",
        "123456789012345678901234567890",
        "1E-05",
        "0",
        "-7",
        "true",
        "false",
        "null",
        "\"\"",
        "\"a,b}]{[:\"",
        "\"\\u003chtml\\u003e\"",
        "\"q\\\"\\\\\"",
        "\"é😀\\ud83d\\ude00\"",
        "\"\\/\\b\\f\\n\\r\\t\"",
        "3.14000000000000000000"
    };
    private static final String[] NAMES = {
        "\"a\"",
        "\"b\"",
        "\"a\"",
        "\"\\u0061\"",
        "\"x/y~z\"",
        "\"\"",
        "\"größe\"",
        "\"zz\"",
        "\"*\""
    };

    private final @Nullable String name;
    private final char opening;
    private final String scalar;
    private final List<RandomJson> items = new ArrayList<>();

    private RandomJson(@Nullable String name, char opening, String scalar) {
        this.name = name;
        this.opening = opening;
        this.scalar = scalar;
    }

    static RandomJson document(Random random) {
        return value(null, random, 5);
    }

    private static RandomJson value(@Nullable String name, Random random, int depth) {
        int choice = depth == 0 ? 0 : random.nextInt(depth == 5 ? 1 : 0, 3);
        if (choice == 0) {
            return new RandomJson(name, ' ', SCALARS[random.nextInt(SCALARS.length)]);
        }
        var container = new RandomJson(name, choice == 1 ? '{' : '[', "");
        for (int i = random.nextInt(6); i > 0; i--) {
            var member = choice == 1 ? NAMES[random.nextInt(NAMES.length)] : null;
            container.items.add(value(member, random, depth - 1));
        }
        return container;
    }

    List<RandomJson> items() {
        return List.copyOf(items);
    }

    void keep(List<RandomJson> kept) {
        items.clear();
        items.addAll(kept);
    }

    RandomJson replacedBy(String raw) {
        return new RandomJson(name, ' ', raw);
    }

    /// The document's text; with random white space between the tokens where a source is given.
    String print(@Nullable Random spaces) {
        var out = new StringBuilder();
        print(out, spaces);
        space(out, spaces);
        return out.toString();
    }

    private void print(StringBuilder out, @Nullable Random spaces) {
        space(out, spaces);
        if (name != null) {
            out.append(name);
            space(out, spaces);
            out.append(':');
            space(out, spaces);
        }
        if (opening == ' ') {
            out.append(scalar);
            return;
        }
        out.append(opening);
        for (int i = 0; i < items.size(); i++) {
            out.append(i == 0 ? "" : ",");
            items.get(i).print(out, spaces);
            space(out, spaces);
        }
        space(out, spaces);
        out.append(opening == '{' ? '}' : ']');
    }

    private static void space(StringBuilder out, @Nullable Random spaces) {
        if (spaces != null && spaces.nextInt(3) == 0) {
            out.append(" \n\r\t".charAt(spaces.nextInt(4)));
        }
    }

    /// A text without the white space that stands outside of strings.
    static String compact(String json) {
        var out = new StringBuilder();
        boolean inString = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (inString || " \n\r\t".indexOf(c) < 0) {
                out.append(c);
            }
            if (inString && c == '\\') {
                out.append(json.charAt(++i));
            } else if (c == '"') {
                inString = !inString;
            }
        }
        return out.toString();
    }
}
