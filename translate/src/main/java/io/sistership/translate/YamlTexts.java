package io.sistership.translate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// Finds scalars in a YAML text with the characters that they stand on, so that one can be replaced
/// and the text keeps its formatting, comments and quotes.
final class YamlTexts {

    /// A scalar.
    ///
    /// @param path where it stands: `[0].rolearn`
    /// @param value what it says
    /// @param from the first character of what it says, behind an opening quote
    /// @param to behind its last character
    /// @param exact whether those characters spell the value, so that others can take their place;
    ///     not so for folded and block texts, and where escapes are used
    record Scalar(String path, String value, int from, int to, boolean exact) {}

    private final String text;
    private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<Scalar> found = new ArrayList<>();

    private YamlTexts(String text) {
        this.text = text;
    }

    /// The scalars of a list: its own ones for an empty key, else those under that key in its
    /// mappings. Empty where the text is no YAML.
    static Optional<List<Scalar>> inList(String text, String key) {
        var settings = LoadSettings.builder().setUseMarks(true).build();
        try {
            var texts = new YamlTexts(text);
            new Compose(settings).composeString(text).ifPresent(root -> texts.collect(root, key));
            return Optional.of(texts.found);
        } catch (YamlEngineException _) {
            return Optional.empty();
        }
    }

    private void collect(Node root, String key) {
        if (!(root instanceof SequenceNode list)) {
            return;
        }
        for (int i = 0; i < list.getValue().size(); i++) {
            var element = list.getValue().get(i);
            if (key.isEmpty()) {
                add(element, "[" + i + "]");
            } else if (element instanceof MappingNode mapping) {
                collectMember(mapping, key, "[" + i + "]." + key);
            }
        }
    }

    private void collectMember(MappingNode mapping, String key, String path) {
        for (var tuple : mapping.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode name && name.getValue().equals(key)) {
                add(tuple.getValueNode(), path);
            }
        }
    }

    /// An alias is the node that it refers to: it is found once.
    private void add(Node node, String path) {
        if (node instanceof ScalarNode scalar && seen.add(node)) {
            int to = character(scalar.getEndMark().orElseThrow().getIndex());
            int from = behindProperties(scalar.getStartMark().orElseThrow().getIndex(), to);
            char first = from < to ? text.charAt(from) : ' ';
            if (first == '"' || first == '\'') {
                from++;
                to--;
            }
            boolean exact = text.substring(from, to).equals(scalar.getValue());
            found.add(new Scalar(path, scalar.getValue(), from, to, exact));
        }
    }

    /// A node begins with its anchor and tag, where it has them: `&name !!str value`.
    private int behindProperties(int codePoints, int to) {
        int at = character(codePoints);
        while (at < to && (text.charAt(at) == '&' || text.charAt(at) == '!')) {
            while (at < to && !Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            while (at < to && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
        }
        return at;
    }

    /// Marks count code points.
    private int character(int codePoints) {
        return text.offsetByCodePoints(0, codePoints);
    }
}
