package io.sistership.model;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// A YAML text as a JSON tree that remembers where each value and key was written.
///
/// Aliases are refused: no field of ours needs one, and they allow texts that grow without bound.
final class YamlDocument {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /// Line and column, both from 1.
    record Position(int line, int column) {}

    private final String file;
    private final Map<String, Position> values = new HashMap<>();
    private final Map<String, Position> keys = new HashMap<>();
    private final Set<Node> seen = new HashSet<>();
    private final JsonNode root;

    private YamlDocument(String file, String text) {
        this.file = file;
        this.root = convert(compose(text), "");
    }

    /// Reads one document; a syntax error is a [ConfigurationException] with its place.
    static YamlDocument read(String file, String text) {
        return new YamlDocument(file, text);
    }

    JsonNode root() {
        return root;
    }

    /// Where the value at a JSON pointer begins; where it has none, its nearest parent.
    Position value(String pointer) {
        var at = pointer;
        while (!at.isEmpty() && !values.containsKey(at)) {
            at = at.substring(0, at.lastIndexOf('/'));
        }
        return values.getOrDefault(at, new Position(1, 1));
    }

    /// Where a mapping's key at this JSON pointer was written.
    Position key(String pointer) {
        return Optional.ofNullable(keys.get(pointer)).orElseGet(() -> value(pointer));
    }

    private Node compose(String text) {
        var settings = LoadSettings.builder().setLabel(file).setMaxAliasesForCollections(0).build();
        try {
            return new Compose(settings)
                    .composeString(text)
                    .orElseThrow(() ->
                            new ConfigurationException(
                                    file,
                                    0,
                                    0,
                                    "the file is empty",
                                    "sistership init writes one."));
        } catch (MarkedYamlEngineException e) {
            var at = e.getProblemMark().map(YamlDocument::position).orElse(new Position(1, 1));
            throw new ConfigurationException(
                    file, at.line(), at.column(), "not valid YAML: " + e.getProblem(), "");
        } catch (YamlEngineException e) {
            throw new ConfigurationException(file, 0, 0, "not valid YAML: " + e.getMessage(), "");
        }
    }

    private JsonNode convert(Node node, String pointer) {
        values.put(pointer, position(node.getStartMark().orElseThrow()));
        if (!(node instanceof ScalarNode) && !seen.add(node)) {
            var at = value(pointer);
            throw new ConfigurationException(
                    file,
                    at.line(),
                    at.column(),
                    "aliases are not supported",
                    "Write the value out.");
        }
        return switch (node) {
            case MappingNode mapping -> mapping(mapping, pointer);
            case SequenceNode sequence -> sequence(sequence, pointer);
            case ScalarNode scalar -> scalar(scalar);
            default -> throw new IllegalStateException("unknown YAML node " + node.getNodeType());
        };
    }

    private JsonNode mapping(MappingNode mapping, String pointer) {
        var object = JSON.objectNode();
        for (var tuple : mapping.getValue()) {
            var key = ((ScalarNode) tuple.getKeyNode()).getValue();
            var child = pointer + "/" + key.replace("~", "~0").replace("/", "~1");
            var at = position(tuple.getKeyNode().getStartMark().orElseThrow());
            if (keys.put(child, at) != null) {
                throw new ConfigurationException(
                        file, at.line(), at.column(), "'" + key + "' is given twice", "");
            }
            object.set(key, convert(tuple.getValueNode(), child));
        }
        return object;
    }

    private JsonNode sequence(SequenceNode sequence, String pointer) {
        var array = JSON.arrayNode();
        for (var item : sequence.getValue()) {
            array.add(convert(item, pointer + "/" + array.size()));
        }
        return array;
    }

    private static JsonNode scalar(ScalarNode scalar) {
        var text = scalar.getValue();
        var tag = scalar.getTag();
        if (tag.equals(Tag.INT)) {
            return JSON.numberNode(new BigInteger(text));
        }
        if (tag.equals(Tag.FLOAT)) {
            return JSON.numberNode(Double.parseDouble(text));
        }
        if (tag.equals(Tag.BOOL)) {
            return JSON.booleanNode(Boolean.parseBoolean(text));
        }
        return tag.equals(Tag.NULL) ? JSON.nullNode() : JSON.stringNode(text);
    }

    private static Position position(@Nullable Mark mark) {
        return mark == null
                ? new Position(1, 1)
                : new Position(mark.getLine() + 1, mark.getColumn() + 1);
    }
}
