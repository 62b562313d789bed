package io.sistership.model;

import io.sistership.model.CaptureChanges.LeftOut;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Reads `capture` of `sistership.yaml`, whose shape the schema has checked.
final class CaptureSection {

    private CaptureSection() {}

    static CaptureChanges read(JsonNode section) {
        var leaveOut =
                entries(section, "leaveOut").stream()
                        .map(it -> new LeftOut(types(it), it.path("reason").asString()))
                        .toList();
        return new CaptureChanges(
                leaveOut,
                entries(section, "take").stream().map(CaptureSection::types).toList(),
                section.path("requestsAtOnce").asInt(CaptureChanges.USUAL_REQUESTS));
    }

    private static List<JsonNode> entries(JsonNode section, String name) {
        return section.path(name).valueStream().toList();
    }

    private static TypeSelector types(JsonNode entry) {
        return new TypeSelector(
                entry.path("group").asString(""), entry.path("resource").asString());
    }

    /// Nobody can mean both, and which of the two wins would be anybody's guess.
    static void check(String file, YamlDocument document) {
        var changes = read(document.root().path("capture"));
        for (var index = 0; index < changes.take().size(); index++) {
            var taken = changes.take().get(index);
            if (changes.leaveOut().stream().anyMatch(it -> it.types().equals(taken))) {
                var at = document.value("/capture/take/" + index);
                throw new ConfigurationException(
                        file,
                        at.line(),
                        at.column(),
                        "capture.take and capture.leaveOut both name " + taken,
                        "Keep one of the two.");
            }
        }
    }
}
