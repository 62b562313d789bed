package io.sistership.restore;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/// One of the lists in `aws-auth`: a text that is itself a YAML list.
///
/// @param pointer where the text stands
/// @param key the member that tells entries apart; empty where an entry is a plain text
record AwsAuthList(String pointer, String key) {

    static final List<AwsAuthList> ALL =
            List.of(
                    new AwsAuthList("/data/mapRoles", "rolearn"),
                    new AwsAuthList("/data/mapUsers", "userarn"),
                    new AwsAuthList("/data/mapAccounts", ""));

    private static final YAMLMapper YAML =
            YAMLMapper.builder().disable(YAMLWriteFeature.WRITE_DOC_START_MARKER).build();

    /// The wanted list as it is spelled, with those entries of the other behind it whose key it
    /// lacks.
    String merge(String wanted, String there) {
        var more = beside(wanted, there);
        if (more.isEmpty()) {
            return wanted;
        }
        return isBlockList(wanted) ? append(wanted, more) : rewritten(entries(wanted), more);
    }

    /// The entries of one text whose key the other lacks.
    List<JsonNode> beside(String wanted, String there) {
        var known = entries(wanted).stream().map(this::identity).toList();
        return entries(there).stream().filter(entry -> !known.contains(identity(entry))).toList();
    }

    /// Whether both texts hold the same entries.
    boolean same(String one, String other) {
        return entries(one).equals(entries(other));
    }

    private String identity(JsonNode entry) {
        return key.isEmpty() ? entry.asString("") : entry.path(key).asString("");
    }

    private static List<JsonNode> entries(String yaml) {
        if (yaml.isBlank()) {
            return List.of();
        }
        var list = YAML.readTree(yaml);
        var entries = new ArrayList<JsonNode>();
        list.forEach(entries::add);
        return entries;
    }

    private static boolean isBlockList(String yaml) {
        return firstLine(yaml).strip().startsWith("-");
    }

    /// The first line that says something: comments and the start of a document don't.
    private static String firstLine(String yaml) {
        return yaml.lines()
                .filter(line -> !line.isBlank())
                .filter(line -> !line.strip().startsWith("#"))
                .filter(line -> !line.startsWith("---"))
                .findFirst()
                .orElse("");
    }

    /// Behind the last line, as deep as the first entry: the wanted entries keep their spelling.
    private static String append(String wanted, List<JsonNode> more) {
        var first = firstLine(wanted);
        var indent = first.substring(0, first.indexOf('-'));
        var text = new StringBuilder(wanted.stripTrailing()).append('\n');
        YAML.writeValueAsString(more)
                .lines()
                .forEach(line -> text.append(indent).append(line).append('\n'));
        return text.toString();
    }

    private static String rewritten(List<JsonNode> wanted, List<JsonNode> more) {
        var all = new ArrayList<>(wanted);
        all.addAll(more);
        return YAML.writeValueAsString(all);
    }
}
