package io.sistership.restore;

import io.sistership.model.ObjectId;
import io.sistership.model.ObjectKey;
import io.sistership.model.Outcome;
import java.util.LinkedHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One line of a restore's journal: how an object ended, and its uid in the recovery cluster. Holds
/// nothing of the object's contents.
///
/// @param uid empty where nothing was written or found
record JournalEntry(ObjectId id, Outcome outcome, String uid) {

    private static final JsonMapper JSON = JsonMapper.shared();

    /// Whether the object is in the recovery cluster because of this recovery, or was found there.
    boolean isThere() {
        return switch (outcome) {
            case Outcome.Restored(), Outcome.AlreadyThere() -> !uid.isEmpty();
            case Outcome.Skipped _, Outcome.Blocked _, Outcome.Failed _ -> false;
        };
    }

    String toLine() {
        var line = new LinkedHashMap<String, String>();
        line.put("group", id.group());
        line.put("kind", id.kind());
        line.put("namespace", id.key().namespace());
        line.put("name", id.key().name());
        line.put("outcome", outcome.label());
        line.put("detail", outcome.detail());
        line.put("uid", uid);
        return JSON.writeValueAsString(line);
    }

    static JournalEntry ofLine(String line) {
        var node = JSON.readTree(line);
        var key = new ObjectKey(text(node, "namespace"), text(node, "name"));
        return new JournalEntry(
                new ObjectId(text(node, "group"), text(node, "kind"), key),
                outcome(text(node, "outcome"), text(node, "detail")),
                text(node, "uid"));
    }

    private static String text(JsonNode node, String member) {
        return node.path(member).asString("");
    }

    private static Outcome outcome(String label, String detail) {
        return switch (label) {
            case "restored" -> new Outcome.Restored();
            case "already there" -> new Outcome.AlreadyThere();
            case "skipped" -> new Outcome.Skipped(detail);
            case "blocked" -> new Outcome.Blocked(detail);
            case "failed" -> new Outcome.Failed(detail);
            default ->
                    throw new IllegalArgumentException(
                            "a journal has an unknown outcome: '" + label + "'");
        };
    }
}
