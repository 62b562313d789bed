package io.sistership.restore;

import io.sistership.translate.Difference;
import io.sistership.translate.JsonValue;

/// Tells a difference to people, values shortened; never for Secrets.
final class Places {

    private static final int SHOWN = 60;

    private Places() {}

    static String describe(Difference difference) {
        if (difference.left().isEmpty()) {
            return "%s is %s, and wasn't captured"
                    .formatted(difference.path(), difference.right().map(Places::value).orElse(""));
        }
        if (difference.right().isEmpty()) {
            return "%s is missing: %s"
                    .formatted(difference.path(), difference.left().map(Places::value).orElse(""));
        }
        return "%s is %s instead of %s"
                .formatted(
                        difference.path(),
                        difference.right().map(Places::value).orElse(""),
                        difference.left().map(Places::value).orElse(""));
    }

    private static String value(JsonValue value) {
        var raw = value.raw();
        return raw.length() <= SHOWN ? raw : raw.substring(0, SHOWN) + "…";
    }
}
