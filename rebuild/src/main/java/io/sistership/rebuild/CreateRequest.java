package io.sistership.rebuild;

import io.sistership.cloud.Treatment;
import io.sistership.cloud.Treatments;
import io.sistership.model.Issue;
import io.sistership.translate.Counterpart.Ambiguous;
import io.sistership.translate.Counterpart.Found;
import io.sistership.translate.Counterpart.Missing;
import io.sistership.translate.Counterparts;
import io.sistership.translate.Edit;
import io.sistership.translate.Edits;
import io.sistership.translate.Identifier;
import io.sistership.translate.JsonDocument;
import io.sistership.translate.JsonValue;
import io.sistership.translate.Translation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/// Makes the create request of a resource out of its captured description: edits on its bytes, by
/// the table of treatments. What is copied keeps its bytes, members that no SDK knows included.
/// Confined.
final class CreateRequest {

    private static final JsonMapper JSON = new JsonMapper();

    private final String section;
    private final String where;
    private final JsonValue description;
    private final Treatments treatments;
    private final Counterparts counterparts;
    private final Set<String> leftOut;
    private final Map<String, String> members = new LinkedHashMap<>();
    private final List<Edit> edits = new ArrayList<>();
    private final List<Translation> translations = new ArrayList<>();
    private final List<Issue> issues = new ArrayList<>();

    /// A request from a description.
    ///
    /// @param section of the table of treatments: `nodegroup`
    /// @param where what is described, for issues and translations
    /// @param leftOut members that a rule leaves out of this request
    CreateRequest(
            String section,
            String where,
            JsonValue description,
            Counterparts counterparts,
            Set<String> leftOut) {
        this.section = section;
        this.where = where;
        this.description = JsonDocument.of(description.raw()).root();
        this.treatments = Treatments.of(section);
        this.counterparts = counterparts;
        this.leftOut = leftOut;
    }

    /// Sets a member anew, as raw JSON; `accessConfig/bootstrapX` puts it into that structure.
    CreateRequest set(String path, String json) {
        members.put(path, json);
        return this;
    }

    /// Sets a member anew, as a text.
    CreateRequest setText(String path, String text) {
        return set(path, quoted(text));
    }

    /// Copies the tags but AWS's and those of an earlier recovery, and adds these.
    CreateRequest tags(Map<String, String> ours) {
        ours.forEach((key, value) -> set("tags/" + key, quoted(value)));
        return this;
    }

    /// The request's JSON.
    String json() {
        reduce("", description);
        insert();
        var bytes = Edits.apply(description.document(), edits);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    List<Translation> translations() {
        return translations;
    }

    List<Issue> issues() {
        return issues;
    }

    // Leaves out of an object or a list what isn't carried over; says whether anything stays.
    private boolean reduce(String path, JsonValue value) {
        var gone = new ArrayList<JsonValue>();
        for (var item : value.items()) {
            if (!stays(value.isArray() ? path : below(path, item), item)) {
                gone.add(item);
            }
        }
        if (!path.isEmpty() && gone.size() == value.items().size() && !grows(path)) {
            return false;
        }
        gone.forEach(item -> edits.add(Edit.strip("treatment", item)));
        return true;
    }

    private boolean grows(String path) {
        return members.keySet().stream().anyMatch(member -> member.startsWith(path + "/"));
    }

    private boolean stays(String path, JsonValue value) {
        if (isNothing(value) || leftOut.contains(path) || isForeignTag(path)) {
            return false;
        }
        var treatment = treatments.at(path);
        if (treatment.isPresent() && !isTagList(path)) {
            return carried(treatment.get(), path, value);
        }
        return (value.isObject() || value.isArray()) && reduceBelow(path, value);
    }

    private boolean isTagList(String path) {
        return path.equals("tags");
    }

    private boolean reduceBelow(String path, JsonValue value) {
        var before = List.copyOf(edits);
        if (reduce(path, value)) {
            return true;
        }
        edits.clear();
        edits.addAll(before);
        return false;
    }

    // An empty list says the same as none, and some create calls refuse one.
    private static boolean isNothing(JsonValue value) {
        return value.kind() == JsonValue.Kind.NULL
                || ((value.isArray() || value.isObject()) && value.items().isEmpty());
    }

    private static boolean isForeignTag(String path) {
        return path.startsWith("tags/aws:") || path.startsWith("tags/sistership:");
    }

    private boolean carried(Treatment treatment, String path, JsonValue value) {
        return switch (treatment) {
            case COPIED -> true;
            case TRANSLATED, COPIED_UNLESS_KNOWN -> {
                translate(path, value);
                yield true;
            }
            case SET, OMITTED, RECORDED, REFUSED -> false;
        };
    }

    private void translate(String path, JsonValue value) {
        if (value.isArray()) {
            value.items().forEach(item -> translate(path, item));
            return;
        }
        IdentifierPlaces.at(section, path, value.text())
                .ifPresent(identifier -> translate(identifier, value));
    }

    private void translate(Identifier identifier, JsonValue value) {
        switch (counterparts.of(identifier, () -> where + " " + value.pointer())) {
            case Found(var counterpart, var how) -> {
                edits.add(Edit.translate("counterpart", value, counterpart));
                translations.add(
                        new Translation(
                                "counterpart",
                                where + " " + value.pointer(),
                                identifier.value(),
                                counterpart,
                                how));
            }
            case Missing _ -> issues.add(CounterpartIssues.missing(where, value, identifier));
            case Ambiguous several ->
                    issues.add(CounterpartIssues.several(where, value, identifier, several));
        }
    }

    private void insert() {
        var structures = new LinkedHashMap<String, StringBuilder>();
        members.forEach((path, json) -> {
            var slash = path.indexOf('/');
            var name = path.substring(slash + 1);
            var structure = slash < 0 ? "" : path.substring(0, slash);
            var text = structures.computeIfAbsent(structure, _ -> new StringBuilder());
            text.append(text.isEmpty() ? "" : ",").append(quoted(name)).append(':').append(json);
        });
        structures.forEach((structure, text) -> insert(structure, text.toString()));
    }

    private void insert(String structure, String text) {
        var object = structure.isEmpty() ? Optional.of(description) : existing(structure);
        if (object.isPresent()) {
            complete(structure, object.get(), text);
        } else {
            complete(structure, description, quoted(structure) + ":{" + text + "}");
        }
    }

    private Optional<JsonValue> existing(String structure) {
        return description.member(structure).filter(value -> !isNothing(value));
    }

    private void complete(String path, JsonValue object, String text) {
        edits.add(
                new Edit(
                        Edit.Kind.COMPLETE,
                        "treatment",
                        path,
                        new Edit.Change.Insertion(object, text)));
    }

    private static String quoted(String text) {
        return JSON.writeValueAsString(text);
    }

    private static String below(String path, JsonValue member) {
        var name = member.name().orElse("");
        return path.isEmpty() ? name : path + "/" + name;
    }
}
