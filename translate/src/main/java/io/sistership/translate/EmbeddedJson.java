package io.sistership.translate;

import io.sistership.translate.Edit.Change;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A JSON document that is kept as text inside a string of another one
/// (`kubectl.kubernetes.io/last-applied-configuration`, policies), so that edits on the inner
/// document become edits of the few bytes concerned in the outer one.
///
/// Immutable.
public final class EmbeddedJson {

    private final JsonValue string;
    private final StringText text;
    private final JsonDocument inner;
    private final int[] chars;

    private EmbeddedJson(JsonValue string, StringText text, JsonDocument inner) {
        this.string = string;
        this.text = text;
        this.inner = inner;
        this.chars = charsByByte(text.text());
    }

    /// Reads the document inside a string; empty where the value is no string or its text no JSON.
    public static Optional<EmbeddedJson> in(JsonValue string) {
        if (!string.isString()) {
            return Optional.empty();
        }
        var text = StringText.of(string);
        return JsonDocument.ifJson(text.text()).map(inner -> new EmbeddedJson(string, text, inner));
    }

    /// The inner document.
    public JsonDocument document() {
        return inner;
    }

    /// Edits on the inner document as edits on the outer one; their paths are joined by `#`.
    public List<Edit> lift(List<Edit> edits) {
        return Edits.cuts(inner, edits).stream().map(this::lifted).toList();
    }

    private Edit lifted(Cut cut) {
        var span = text.raw(chars[cut.span().start()], chars[cut.span().end()]);
        var cause = cut.cause();
        return new Edit(
                cause.kind(),
                cause.rule(),
                string.pointer() + "#" + cause.path(),
                new Change.Replacement(string, span, JsonText.escaped(cut.with())));
    }

    /// For every byte of the text in UTF-8 the character that it belongs to.
    private static int[] charsByByte(String text) {
        var chars = new int[text.getBytes(StandardCharsets.UTF_8).length + 1];
        int at = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            var one = text.substring(i, i + Character.charCount(text.codePointAt(i)));
            int length = one.getBytes(StandardCharsets.UTF_8).length;
            Arrays.fill(chars, at, at + length, i);
            at += length;
        }
        chars[at] = text.length();
        return chars;
    }
}
