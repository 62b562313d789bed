package io.sistership.restore;

import io.sistership.translate.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;

/// Takes a Secret's values out of what a server or a webhook said about it: such messages go into
/// journals, reports and logs. Immutable.
final class Redaction {

    private static final String GONE = "(redacted)";

    /// Shorter values are only taken out where they stand in quotes: they would be found in any word.
    private static final int WORD = 4;

    private final List<String> values;

    private Redaction(List<String> values) {
        this.values = List.copyOf(values);
    }

    /// Empty for anything but a Secret.
    static Redaction of(ObjectView object) {
        var values = new ArrayList<String>();
        if (object.is("secrets")) {
            object.document().all("/data/*").stream()
                    .flatMap(value -> value.textIfString().stream())
                    .forEach(value -> add(values, value));
            // `kubectl apply` keeps a copy of everything in an annotation.
            object.document().all("/metadata/annotations/*").stream()
                    .filter(JsonValue::isString)
                    .map(JsonValue::text)
                    .filter(text -> text.startsWith("{"))
                    .forEach(values::add);
        }
        values.removeIf(String::isEmpty);
        values.sort(Comparator.comparingInt(String::length).reversed());
        return new Redaction(values);
    }

    private static void add(List<String> values, String encoded) {
        values.add(encoded);
        try {
            values.add(new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException _) {
            // No Base64: the server refuses it, and it stays among the values as it is.
        }
    }

    WriteAnswer apply(WriteAnswer answer) {
        return switch (answer) {
            case WriteAnswer.Written written -> written;
            case WriteAnswer.Exists exists -> exists;
            case WriteAnswer.Conflict(var message) -> new WriteAnswer.Conflict(redact(message));
            case WriteAnswer.NotNow(var cause, var message) ->
                    new WriteAnswer.NotNow(cause, redact(message));
            case WriteAnswer.Invalid(var message) -> new WriteAnswer.Invalid(redact(message));
            case WriteAnswer.Refused(var message) -> new WriteAnswer.Refused(redact(message));
        };
    }

    private String redact(String message) {
        var text = message;
        for (var value : values) {
            text =
                    value.length() < WORD
                            ? text.replace('"' + value + '"', GONE)
                            : text.replace(value, GONE);
        }
        return text;
    }
}
