package io.sistership.translate;

import io.sistership.model.ApiResource;
import io.sistership.model.ObjectId;
import io.sistership.model.ObjectKey;

/// One captured object together with its type, which list items of built-in types don't name
/// themselves. Immutable.
///
/// @param id the object's id
/// @param document the object; inside a rule perhaps the copy of it that an annotation holds
/// @param place what comes before a pointer when a place is told: empty, or the annotation's pointer
///     and `#`
public record Subject(ApiResource type, ObjectId id, JsonDocument document, String place) {

    /// An object as it was captured.
    public static Subject of(ApiResource type, JsonDocument document) {
        return new Subject(type, id(type, document), document, "");
    }

    /// The same object as a document inside one of its own strings has it.
    Subject within(JsonValue string, JsonDocument embedded) {
        return new Subject(type, id, embedded, place + string.pointer() + "#");
    }

    private static ObjectId id(ApiResource type, JsonDocument document) {
        var name = document.text("/metadata/name").filter(n -> !n.isEmpty()).orElse("(unnamed)");
        var namespace = document.text("/metadata/namespace").orElse("");
        return ObjectId.of(type, new ObjectKey(namespace, name));
    }

    /// Where a value stands, for people: `Deployment.apps shop/web /spec/replicas`.
    public String where(JsonValue value) {
        return id + " " + place + value.pointer();
    }

    /// Whether the object is of this kind: `Deployment.apps`; in the core group `Pod`.
    public boolean is(String groupKind) {
        return type.groupKind().equals(groupKind);
    }
}
