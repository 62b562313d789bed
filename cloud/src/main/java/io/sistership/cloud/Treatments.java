package io.sistership.cloud;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The table of treatments: what becomes of every member of one kind of EKS document. The lines are
/// in `treatments.txt`, each with its reason. Immutable.
public final class Treatments {

    private static final String WHOLE = "/**";
    private static final Map<String, Treatments> SECTIONS = read();

    private final Map<String, Treatment> lines;

    private Treatments(Map<String, Treatment> lines) {
        this.lines = Collections.unmodifiableMap(lines);
    }

    /// The table of a section.
    ///
    /// @param member of the response that holds the description: `cluster`, `nodegroup`
    public static Treatments of(String member) {
        var found = SECTIONS.get(member);
        if (found == null) {
            throw new IllegalArgumentException("no treatments for documents with " + member);
        }
        return found;
    }

    /// All members with a line, in the order of the table.
    public Map<String, Treatment> lines() {
        var members = new LinkedHashMap<String, Treatment>();
        lines.forEach((line, treatment) -> members.put(line.replace(WHOLE, ""), treatment));
        return members;
    }

    /// The treatment of a member, if the table has one.
    ///
    /// @param path as `resourcesVpcConfig/subnetIds`, list elements passed through
    public Optional<Treatment> at(String path) {
        var exact = lines.get(path);
        return exact != null ? Optional.of(exact) : whole(path);
    }

    private Optional<Treatment> whole(String path) {
        for (var part = path; !part.isEmpty(); part = parent(part)) {
            var treatment = lines.get(part + WHOLE);
            if (treatment != null) {
                return Optional.of(treatment);
            }
        }
        return Optional.empty();
    }

    private static String parent(String path) {
        var slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    /// The members of a description that no line treats. Members without a value, or empty, need
    /// none: there is nothing that could get lost.
    public List<String> untreated(JsonNode description) {
        var found = new ArrayList<String>();
        walk("", description, found);
        return List.copyOf(found);
    }

    /// The members of a description that are there and have this treatment.
    public List<String> present(JsonNode description, Treatment treatment) {
        return lines.entrySet().stream()
                .filter(line -> line.getValue() == treatment)
                .map(line -> line.getKey().replace(WHOLE, ""))
                .filter(path -> isThere(description, path))
                .toList();
    }

    private static boolean isThere(JsonNode from, String path) {
        var node = from;
        for (var segment : path.split("/", -1)) {
            node = node.isArray() ? node.path(0).path(segment) : node.path(segment);
        }
        return !empty(node);
    }

    private void walk(String path, JsonNode node, List<String> found) {
        if (empty(node) || (!path.isEmpty() && at(path).isPresent())) {
            return;
        }
        if (node.isArray()) {
            node.forEach(element -> walk(path, element, found));
        } else if (node.isObject() && isStructure(path)) {
            node.properties()
                    .forEach(
                            member -> walk(below(path, member.getKey()), member.getValue(), found));
        } else if (!found.contains(path)) {
            found.add(path);
        }
    }

    private static boolean empty(JsonNode node) {
        return node.isMissingNode() || node.isNull() || (node.isContainer() && node.isEmpty());
    }

    private boolean isStructure(String path) {
        return path.isEmpty()
                || lines.keySet().stream().anyMatch(line -> line.startsWith(path + "/"));
    }

    private static String below(String path, String name) {
        return path.isEmpty() ? name : path + "/" + name;
    }

    private static Map<String, Treatments> read() {
        var sections = new LinkedHashMap<String, Map<String, Treatment>>();
        var section = "";
        for (var line : text().lines().map(String::strip).toList()) {
            if (line.startsWith("[")) {
                section = line.substring(1, line.length() - 1);
                sections.put(section, new LinkedHashMap<>());
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                var words = line.split("\\s+", 3);
                sections.getOrDefault(section, Map.of()).put(words[0], Treatment.of(words[1]));
            }
        }
        var tables = new LinkedHashMap<String, Treatments>();
        sections.forEach((name, lines) -> tables.put(name, new Treatments(lines)));
        return tables;
    }

    private static String text() {
        try (var stream = Treatments.class.getResourceAsStream("treatments.txt")) {
            if (stream == null) {
                throw new IllegalStateException("the build lacks treatments.txt");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
