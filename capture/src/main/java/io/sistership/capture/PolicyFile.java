package io.sistership.capture;

import io.sistership.model.ConfigurationException;
import io.sistership.model.TypeSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// The standard policy as its file says it. Immutable.
///
/// @param leaveOut by group and resource
/// @param withoutVerb by what can't be done with a type
/// @param needed what recoveries need: leaving it out is worth a warning
record PolicyFile(List<LeftOut> leaveOut, List<WithoutVerb> withoutVerb, List<LeftOut> needed) {

    private static final String FIX =
            "Each entry has a resource (and a group), or under leaveOut withoutVerb; and a reason.";
    private static final Set<String> SECTIONS = Set.of("leaveOut", "needed");
    private static final Set<String> KEYS = Set.of("group", "resource", "withoutVerb", "reason");
    private static final YAMLMapper YAML = YAMLMapper.builder().build();

    PolicyFile {
        leaveOut = List.copyOf(leaveOut);
        withoutVerb = List.copyOf(withoutVerb);
        needed = List.copyOf(needed);
    }

    /// Types, and the reason to mention them.
    record LeftOut(TypeSelector types, String reason) {}

    /// All types that lack a verb.
    record WithoutVerb(String verb, String reason) {}

    static PolicyFile parse(String file, byte[] yaml) {
        try {
            var root = YAML.readTree(yaml);
            requireKnown(root, SECTIONS);
            var left = new ArrayList<LeftOut>();
            var without = new ArrayList<WithoutVerb>();
            var needed = new ArrayList<LeftOut>();
            root.path("leaveOut").forEach(entry -> read(entry, left, without));
            root.path("needed").forEach(entry -> needed.add(types(entry)));
            return new PolicyFile(left, without, needed);
        } catch (JacksonException e) {
            throw new ConfigurationException(
                    file, 0, 0, "not valid YAML: " + e.getOriginalMessage(), FIX);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(file, 0, 0, String.valueOf(e.getMessage()), FIX);
        }
    }

    private static void read(JsonNode entry, List<LeftOut> left, List<WithoutVerb> without) {
        if (entry.has("resource") == entry.has("withoutVerb")) {
            requireKnown(entry, KEYS);
            throw new IllegalArgumentException(
                    "neither, or both, of resource and withoutVerb in " + entry);
        }
        if (entry.has("withoutVerb")) {
            without.add(new WithoutVerb(entry.path("withoutVerb").asString(""), reason(entry)));
        } else {
            left.add(types(entry));
        }
    }

    private static LeftOut types(JsonNode entry) {
        var group = entry.path("group").asString("");
        return new LeftOut(
                new TypeSelector(group, entry.path("resource").asString("")), reason(entry));
    }

    private static String reason(JsonNode entry) {
        requireKnown(entry, KEYS);
        var reason = entry.path("reason").asString("");
        if (reason.isBlank()) {
            throw new IllegalArgumentException("no reason is given in " + entry);
        }
        return reason;
    }

    private static void requireKnown(JsonNode node, Set<String> known) {
        node.propertyNames().stream()
                .filter(key -> !known.contains(key))
                .findFirst()
                .ifPresent(key -> {
                    throw new IllegalArgumentException("unknown key '" + key + "' in " + node);
                });
    }
}
