package io.sistership.translate;

import java.util.ArrayList;
import java.util.List;

/// Makes a definition that still says `preserveUnknownFields: true` into one that a server of today
/// creates, without a loss: the switch goes, and each schema says of itself that it keeps what it
/// doesn't name.
///
/// Such definitions were made before `apiextensions.k8s.io/v1` and live on in old clusters; only
/// changing them is allowed, not creating them
/// (https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#field-pruning).
/// A schema that isn't structural stays so, and is refused by the server in its own words.
public final class OldDefinitions {

    private static final String RULE = "preserve-unknown-fields";
    private static final String KEEP = "x-kubernetes-preserve-unknown-fields";
    private static final String OPEN = "{\"type\":\"object\",\"" + KEEP + "\":true}";

    private OldDefinitions() {}

    /// None where the definition is none of them.
    public static List<Edit> edits(Subject subject) {
        if (!subject.is("CustomResourceDefinition.apiextensions.k8s.io")) {
            return List.of();
        }
        var old = subject.document().at("/spec/preserveUnknownFields").filter(JsonValue::isTrue);
        if (old.isEmpty()) {
            return List.of();
        }
        var edits = new ArrayList<Edit>();
        edits.add(Edit.strip(RULE, old.get()));
        subject.document().all("/spec/versions/*").forEach(version -> open(version, edits));
        return edits;
    }

    private static void open(JsonValue version, List<Edit> edits) {
        var schema = version.at("/schema/openAPIV3Schema");
        if (schema.isPresent()) {
            root(schema.get(), edits);
        } else if (version.member("schema").isPresent()) {
            add(version.member("schema").get(), "\"openAPIV3Schema\":" + OPEN, edits);
        } else {
            add(version, "\"schema\":{\"openAPIV3Schema\":" + OPEN + "}", edits);
        }
    }

    /// A root without a type was legal once, and can only be an object's.
    private static void root(JsonValue schema, List<Edit> edits) {
        if (schema.member("type").isEmpty()) {
            add(schema, "\"type\":\"object\"", edits);
        }
        keep(schema, edits);
        children(schema, edits);
    }

    /// Below a field that a schema names, pruning begins again: each object says it for itself.
    private static void below(JsonValue schema, List<Edit> edits) {
        boolean object =
                schema.member("type")
                        .flatMap(JsonValue::textIfString)
                        .filter("object"::equals)
                        .isPresent();
        if (object && schema.member("additionalProperties").isEmpty()) {
            keep(schema, edits);
        }
        children(schema, edits);
    }

    private static void children(JsonValue schema, List<Edit> edits) {
        schema.member("properties").stream()
                .flatMap(properties -> properties.items().stream())
                .forEach(property -> below(property, edits));
        schema.member("items").filter(JsonValue::isObject).ifPresent(it -> below(it, edits));
        schema.member("additionalProperties")
                .filter(JsonValue::isObject)
                .ifPresent(it -> below(it, edits));
    }

    private static void keep(JsonValue schema, List<Edit> edits) {
        if (schema.member(KEEP).isEmpty()) {
            add(schema, "\"" + KEEP + "\":true", edits);
        }
    }

    private static void add(JsonValue object, String member, List<Edit> edits) {
        edits.add(Edit.complete(RULE, object, member));
    }
}
