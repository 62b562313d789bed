package io.sistership.translate;

/// A field of a kind of objects that holds an identifier of this form.
record KnownPlace(JsonPath path, IdentifierForm form) {

    static KnownPlace at(String path, IdentifierForm form) {
        return new KnownPlace(JsonPath.of(path), form);
    }
}
