package io.sistership.vault;

import io.sistership.model.Sha256;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// The members of one JSON object, each to be read once and of the right kind; [#end()] refuses
/// what nobody read. Whatever is wrong is an `IllegalArgumentException` that names the member.
final class Fields {

    private final String path;
    private final JsonNode object;
    private final Set<String> read = new HashSet<>();

    private Fields(String path, JsonNode object) {
        this.path = path;
        this.object = object;
    }

    static Fields of(String path, JsonNode node) {
        if (!node.isObject()) {
            throw new IllegalArgumentException(
                    (path.isEmpty() ? "the document" : path) + " isn't a JSON object");
        }
        return new Fields(path, node);
    }

    String text(String name) {
        return string(name, required(name));
    }

    Optional<String> optionalText(String name) {
        return present(name).map(node -> string(name, node));
    }

    long number(String name) {
        var node = required(name);
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw wrong(name, "a whole number");
        }
        return node.longValue();
    }

    boolean flag(String name) {
        var node = required(name);
        if (!node.isBoolean()) {
            throw wrong(name, "true or false");
        }
        return node.booleanValue();
    }

    Sha256 sha256(String name) {
        return parsed(name, Sha256::new);
    }

    PointId pointId(String name) {
        return parsed(name, PointId::new);
    }

    Instant instant(String name) {
        try {
            return Instant.parse(text(name));
        } catch (DateTimeParseException _) {
            throw wrong(name, "a time like 2026-11-23T09:43:05Z");
        }
    }

    <T> T parsed(String name, Function<String, T> parser) {
        var text = text(name);
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(at(name) + ": " + e.getMessage(), e);
        }
    }

    Fields object(String name) {
        return of(at(name), required(name));
    }

    Optional<Fields> optionalObject(String name) {
        return present(name).map(node -> of(at(name), node));
    }

    List<String> texts(String name) {
        var list = new ArrayList<String>();
        array(name).forEach(node -> list.add(string(name, node)));
        return list;
    }

    <T> List<T> objects(String name, Function<Fields, T> parser) {
        var list = new ArrayList<T>();
        for (var node : array(name)) {
            var fields = of(at(name) + "[" + list.size() + "]", node);
            list.add(parser.apply(fields));
            fields.end();
        }
        return list;
    }

    boolean has(String name) {
        return object.has(name);
    }

    /// Refuses members that nobody read: a reader that ignored them could miss what they mean.
    void end() {
        for (var name : object.propertyNames()) {
            if (!read.contains(name)) {
                throw new IllegalArgumentException(at(name) + " is unknown");
            }
        }
    }

    private JsonNode array(String name) {
        var node = required(name);
        if (!node.isArray()) {
            throw wrong(name, "a list");
        }
        return node;
    }

    private Optional<JsonNode> present(String name) {
        var node = required(name);
        return node.isNull() ? Optional.empty() : Optional.of(node);
    }

    private JsonNode required(String name) {
        read.add(name);
        var node = object.get(name);
        if (node == null) {
            throw new IllegalArgumentException(at(name) + " is missing");
        }
        return node;
    }

    private String string(String name, JsonNode node) {
        if (!node.isString()) {
            throw wrong(name, "a text");
        }
        return node.stringValue();
    }

    private IllegalArgumentException wrong(String name, String expected) {
        return new IllegalArgumentException(at(name) + " isn't " + expected);
    }

    private String at(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
