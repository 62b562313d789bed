package io.sistership.translate;

import java.util.Optional;

/// One place at which two documents differ.
///
/// `toString` names the place only: the values may be a Secret's.
///
/// @param path where, as a JSON pointer
/// @param left what the first document has there; empty where it has nothing
/// @param right what the second document has there; empty where it has nothing
public record Difference(String path, Optional<JsonValue> left, Optional<JsonValue> right) {

    @Override
    public String toString() {
        if (left.isEmpty()) {
            return path + " is new";
        }
        return path + (right.isEmpty() ? " is missing" : " differs");
    }
}
