package io.sistership.rig;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// One document of a manifest, as its project wrote it, but for the identifiers of AWS in it: those
/// are written as names (`$(FILE_SYSTEM)`), for [Named] to fill in.
///
/// @param name as `kubectl apply` prints it: `deployment.apps/web`
record CorpusDocument(String name, String text) {

    private static final Pattern SEPARATOR = Pattern.compile("(?m)^---\\s*$");
    private static final Pattern FILE_SYSTEM = Pattern.compile("\\bfs-[0-9a-f]{8,17}\\b");
    private static final Pattern ACCESS_POINT = Pattern.compile("\\bfsap-[0-9a-f]{8,17}\\b");

    /// The documents of a file; what is only a comment is none.
    static List<CorpusDocument> of(Path file) {
        var documents = new ArrayList<CorpusDocument>();
        for (var text : SEPARATOR.splitAsStream(World.read(file)).toList()) {
            var value = YAMLMapper.shared().readTree(text);
            if (value.isObject()) {
                documents.add(new CorpusDocument(name(value), named(text)));
            }
        }
        return documents;
    }

    private static String name(JsonNode document) {
        var version = document.at("/apiVersion").asString();
        var group = version.contains("/") ? "." + version.substring(0, version.indexOf('/')) : "";
        return document.at("/kind").asString().toLowerCase(Locale.ROOT)
                + group
                + "/"
                + document.at("/metadata/name").asString();
    }

    private static String named(String text) {
        var systems = FILE_SYSTEM.matcher(text).replaceAll("\\$(FILE_SYSTEM)");
        return ACCESS_POINT.matcher(systems).replaceAll("\\$(ACCESS_POINT)");
    }
}
