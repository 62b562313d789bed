package io.sistership.translate;

/// A string of an object, under the eyes of a rule.
///
/// @param within what follows the pointer when the place is told: `#[0].rolearn`, or nothing
record Place(String rule, Subject subject, JsonValue value, String within) {

    static Place of(String rule, Subject subject, JsonValue value) {
        return new Place(rule, subject, value, "");
    }

    /// The same string, at a place inside its text.
    Place inside(String place) {
        return new Place(rule, subject, value, "#" + place);
    }

    String pointer() {
        return subject.place() + value.pointer() + within;
    }

    String where() {
        return subject.where(value) + within;
    }
}
