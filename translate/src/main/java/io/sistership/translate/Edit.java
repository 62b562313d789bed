package io.sistership.translate;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// One change to a document's bytes: what, where, and by which rule.
///
/// Nothing happens until [Edits#apply] copies the document around it. `toString` never quotes
/// values: they may be a Secret's.
///
/// @param kind why documents are changed at all
/// @param rule the rule's name, as plans and reports print it
/// @param path the JSON pointer of what is changed, as it was captured; a place inside a text that
///     is itself JSON or YAML follows after `#`
/// @param change the bytes concerned
public record Edit(Kind kind, String rule, String path, Change change) {

    /// Why a document is changed.
    public enum Kind {
        /// What the recovery side makes anew is left out.
        STRIP,
        /// An identifier gives way to its counterpart.
        TRANSLATE,
        /// What was left out and a server wants is put in: a list item's `apiVersion` and `kind`.
        COMPLETE
    }

    /// The bytes that an edit is about.
    public sealed interface Change {

        /// The value to which the change belongs: itself gone, itself or partly replaced, or given
        /// a new member.
        JsonValue target();

        /// The member or element goes, with one comma.
        record Removal(JsonValue target) implements Change {}

        /// A span of a value's bytes gives way to others.
        record Replacement(JsonValue target, Span span, String with) implements Change {

            public Replacement {
                if (!target.span().encloses(span)) {
                    throw new IllegalArgumentException(
                            span + " lies outside of " + target.pointer());
                }
            }
        }

        /// An object gains first members, given as raw JSON: `"kind":"Pod"`.
        record Insertion(JsonValue target, String members) implements Change {

            public Insertion {
                if (!target.isObject()) {
                    throw new IllegalArgumentException(target + " can't gain a member");
                }
            }
        }
    }

    /// Leaves a member or an element out.
    public static Edit strip(String rule, JsonValue value) {
        if (value.parent().isEmpty()) {
            throw new IllegalArgumentException("a whole document can't be left out");
        }
        return new Edit(Kind.STRIP, rule, value.pointer(), new Change.Removal(value));
    }

    /// Puts another text in the place of a string.
    public static Edit translate(String rule, JsonValue string, String text) {
        var quoted = new String(JsonText.quoted(text), StandardCharsets.UTF_8);
        return new Edit(
                Kind.TRANSLATE,
                rule,
                string.pointer(),
                new Change.Replacement(string, string.span(), quoted));
    }

    /// Puts another text in the place of the characters `from` (inclusive) to `to` (exclusive) of a
    /// string's decoded text; the rest of the string keeps its spelling.
    public static Edit translate(String rule, JsonValue string, int from, int to, String text) {
        var span = StringText.of(string).raw(from, to);
        return new Edit(
                Kind.TRANSLATE,
                rule,
                string.pointer(),
                new Change.Replacement(string, span, JsonText.escaped(text)));
    }

    /// Puts raw JSON in the place of a value.
    public static Edit replace(Kind kind, String rule, JsonValue value, byte[] json) {
        JsonDocument.of(json);
        var raw = new String(json, StandardCharsets.UTF_8);
        return new Edit(
                kind, rule, value.pointer(), new Change.Replacement(value, value.span(), raw));
    }

    /// Gives an object a first member with a text.
    public static Edit insert(Kind kind, String rule, JsonValue object, String name, String text) {
        var member = '"' + JsonText.escaped(name) + "\":\"" + JsonText.escaped(text) + '"';
        return new Edit(
                kind,
                rule,
                object.pointer() + "/" + JsonPath.escape(name),
                new Change.Insertion(object, member));
    }

    /// Gives an object a first member that it lacks, as raw JSON: `"served":true`.
    public static Edit complete(String rule, JsonValue object, String member) {
        JsonDocument.of(("{" + member + "}").getBytes(StandardCharsets.UTF_8));
        return new Edit(
                Kind.COMPLETE, rule, object.pointer(), new Change.Insertion(object, member));
    }

    /// What stood there, as it was spelled; empty for an insertion. May be a Secret's: see
    /// [Translation] for what may be shown.
    public Optional<String> before() {
        return switch (change) {
            case Change.Removal(var target) -> Optional.of(target.raw());
            case Change.Replacement(var target, var span, var _) ->
                    Optional.of(new String(target.document().copy(span), StandardCharsets.UTF_8));
            case Change.Insertion _ -> Optional.empty();
        };
    }

    /// What comes in its place, as it is spelled; empty for a removal.
    public Optional<String> after() {
        return switch (change) {
            case Change.Removal _ -> Optional.empty();
            case Change.Replacement(var _, var _, var with) -> Optional.of(with);
            case Change.Insertion(var _, var members) -> Optional.of(members);
        };
    }

    @Override
    public String toString() {
        return kind + " " + path + " (" + rule + ")";
    }
}
