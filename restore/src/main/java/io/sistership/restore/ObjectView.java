package io.sistership.restore;

import io.sistership.model.ApiResource;
import io.sistership.model.ObjectId;
import io.sistership.model.ObjectKey;
import io.sistership.translate.JsonDocument;
import io.sistership.translate.JsonPath;
import io.sistership.translate.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One API object as the rules of this package read it. Immutable; short-lived, as it holds the
/// whole object's bytes.
record ObjectView(ApiResource type, JsonDocument document) {

    static ObjectView of(ApiResource type, byte[] bytes) {
        return new ObjectView(type, JsonDocument.of(bytes));
    }

    ObjectId id() {
        return ObjectId.of(type, new ObjectKey(namespace(), name()));
    }

    String name() {
        return text("/metadata/name");
    }

    String namespace() {
        return text("/metadata/namespace");
    }

    String uid() {
        return text("/metadata/uid");
    }

    /// Whether this is of a type, named as CRDs name it: `deployments.apps`, `pods`.
    boolean is(String groupResource) {
        return type.groupResource().equals(groupResource);
    }

    boolean named(String namespace, String name) {
        return namespace().equals(namespace) && name().equals(name);
    }

    /// The text at a JSON pointer; empty where there is none.
    String text(String pointer) {
        return document.text(pointer).orElse("");
    }

    Optional<JsonValue> at(String pointer) {
        return document.at(pointer);
    }

    boolean has(String pointer) {
        return document.at(pointer).isPresent();
    }

    boolean isTrue(String pointer) {
        return document.at(pointer).filter(JsonValue::isTrue).isPresent();
    }

    String label(String name) {
        return text("/metadata/labels/" + JsonPath.escape(name));
    }

    String annotation(String name) {
        return text("/metadata/annotations/" + JsonPath.escape(name));
    }

    boolean hasAnnotation(String name) {
        return has("/metadata/annotations/" + JsonPath.escape(name));
    }

    boolean isBeingDeleted() {
        return has("/metadata/deletionTimestamp");
    }

    /// Whether a status condition of that type says `True`; its presence alone says nothing.
    boolean condition(String conditionType) {
        return at("/status/conditions").stream()
                .flatMap(conditions -> conditions.items().stream())
                .filter(c -> text(c, "type").equals(conditionType))
                .anyMatch(c -> text(c, "status").equals("True"));
    }

    List<OwnerReference> owners() {
        return at("/metadata/ownerReferences").stream()
                .flatMap(owners -> owners.items().stream())
                .map(OwnerReference::of)
                .toList();
    }

    /// The owner whose reference says `controller: true`.
    Optional<OwnerReference> controller() {
        return owners().stream().filter(OwnerReference::controller).findFirst();
    }

    /// The names of those who wrote the object, as its managed fields tell.
    List<String> managers() {
        return document.all("/metadata/managedFields/*/manager").stream()
                .flatMap(manager -> manager.textIfString().stream())
                .toList();
    }

    /// Whether one of them wrote it by server-side apply.
    boolean isApplied() {
        return document.all("/metadata/managedFields/*/operation").stream()
                .flatMap(operation -> operation.textIfString().stream())
                .anyMatch("Apply"::equals);
    }

    /// A map of strings, such as labels or a selector, in document order.
    Map<String, String> texts(String pointer) {
        var texts = new LinkedHashMap<String, String>();
        at(pointer).stream()
                .flatMap(map -> map.items().stream())
                .forEach(item -> texts.put(item.name().orElse(""), item.textIfString().orElse("")));
        return texts;
    }

    static String text(JsonValue from, String member) {
        return from.member(member).flatMap(JsonValue::textIfString).orElse("");
    }
}
