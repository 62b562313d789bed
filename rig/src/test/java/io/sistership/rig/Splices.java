package io.sistership.rig;

import io.sistership.translate.Edit;
import io.sistership.translate.Edit.Change;
import io.sistership.translate.JsonDocument;
import io.sistership.translate.Span;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Makes a list of edits a second time, in another way than the product: each removal leaves a mark
/// where it was, and only then is a comma beside each mark taken away. So the two agree only where
/// every byte outside of the edits is the captured one.
///
/// It relies on API servers writing no white space between values.
final class Splices {

    /// No JSON text holds it unescaped.
    private static final char MARK = '\u0000';

    private record Splice(Span span, String with) {}

    private Splices() {}

    static String applied(JsonDocument document, List<Edit> edits) {
        var out = new ByteArrayOutputStream();
        int from = 0;
        for (var splice : splices(edits)) {
            out.writeBytes(document.copy(new Span(from, splice.span().start())));
            out.writeBytes(splice.with().getBytes(StandardCharsets.UTF_8));
            from = splice.span().end();
        }
        out.writeBytes(document.copy(new Span(from, document.length())));
        return withoutMarks(new StringBuilder(out.toString(StandardCharsets.UTF_8)));
    }

    private static List<Splice> splices(List<Edit> edits) {
        var splices = new ArrayList<Splice>();
        for (var edit : edits) {
            splices.add(
                    switch (edit.change()) {
                        case Change.Removal(var target) ->
                                new Splice(target.itemSpan(), String.valueOf(MARK));
                        case Change.Replacement(var _, var span, var with) ->
                                new Splice(span, with);
                        case Change.Insertion(var target, var members) ->
                                new Splice(afterBrace(target.span()), members + ",");
                    });
        }
        splices.sort(Comparator.comparingInt(splice -> splice.span().start()));
        return splices;
    }

    private static Span afterBrace(Span object) {
        return new Span(object.start() + 1, object.start() + 1);
    }

    private static String withoutMarks(StringBuilder text) {
        for (int at = text.indexOf("" + MARK); at >= 0; at = text.indexOf("" + MARK)) {
            if (text.charAt(at + 1) == ',') {
                text.delete(at, at + 2);
            } else if (text.charAt(at - 1) == ',') {
                text.delete(at - 1, at + 1);
            } else {
                text.deleteCharAt(at);
            }
        }
        return text.toString();
    }
}
