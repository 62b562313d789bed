package io.sistership.translate;

import io.sistership.translate.Edit.Change;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;

/// Applies edits to the bytes of a document; every byte outside of them is copied as it is.
public final class Edits {

    private Edits() {}

    /// The document's bytes with the edits made.
    ///
    /// @throws IllegalArgumentException where two edits concern the same bytes, or an edit belongs to
    ///     another document
    public static byte[] apply(JsonDocument document, List<Edit> edits) {
        var bytes = document.bytes();
        var out = new ByteArrayOutputStream(bytes.length + 64);
        int from = 0;
        for (var cut : cuts(document, edits)) {
            out.write(bytes, from, cut.span().start() - from);
            out.writeBytes(cut.with().getBytes(StandardCharsets.UTF_8));
            from = cut.span().end();
        }
        out.write(bytes, from, bytes.length - from);
        return out.toByteArray();
    }

    /// All of `first`, and of `second` what doesn't lie within something that `first` leaves out: an
    /// identifier in a stripped status needs no counterpart.
    public static List<Edit> merge(List<Edit> first, List<Edit> second) {
        var gone = removed(first);
        var merged = new ArrayList<>(first);
        second.stream().filter(edit -> !within(edit.change().target(), gone)).forEach(merged::add);
        return List.copyOf(merged);
    }

    /// The values that edits leave out.
    static Set<JsonValue> removed(List<Edit> edits) {
        var gone = new HashSet<JsonValue>();
        for (var edit : edits) {
            if (edit.change() instanceof Change.Removal(var target)) {
                gone.add(target);
            }
        }
        return gone;
    }

    /// Whether a value is one of those, or lies in one.
    static boolean within(JsonValue value, Set<JsonValue> values) {
        for (var v = value; ; v = v.parent().get()) {
            if (values.contains(v)) {
                return true;
            }
            if (v.parent().isEmpty()) {
                return false;
            }
        }
    }

    /// What the edits mean in bytes, in order of place.
    static List<Cut> cuts(JsonDocument document, List<Edit> edits) {
        var gone = removed(edits);
        var grown = new LinkedHashMap<JsonValue, List<Edit>>();
        var cuts = new ArrayList<Cut>();
        for (var edit : edits) {
            if (edit.change().target().document() != document) {
                throw new IllegalArgumentException(edit + " belongs to another document");
            }
            switch (edit.change()) {
                case Change.Removal(var target) -> cuts.add(removal(target, gone, edit));
                case Change.Replacement(var _, var span, var with) ->
                        cuts.add(new Cut(span, with, edit));
                case Change.Insertion(var target, var _) ->
                        grown.computeIfAbsent(target, _ -> new ArrayList<>()).add(edit);
            }
        }
        grown.forEach((object, additions) -> cuts.add(insertion(object, additions, gone)));
        cuts.sort(Cut.BY_PLACE);
        refuseOverlaps(cuts);
        return cuts;
    }

    private static Cut insertion(JsonValue object, List<Edit> edits, Set<JsonValue> gone) {
        var members = new StringJoiner(",");
        edits.forEach(edit -> members.add(edit.after().orElseThrow()));
        var comma = gone.containsAll(object.items()) ? "" : ",";
        int place = object.span().start() + 1;
        return new Cut(new Span(place, place), members + comma, edits.getFirst());
    }

    /// A member takes along the comma behind it, up to its follower; those at the end, which have
    /// no follower that stays, take the comma before them, if something stays before them.
    private static Cut removal(JsonValue value, Set<JsonValue> gone, Edit edit) {
        var siblings = value.parent().orElseThrow().items();
        int last = siblings.size() - 1;
        int i = value.position();
        boolean followed =
                siblings.subList(i + 1, last + 1).stream().anyMatch(s -> !gone.contains(s));
        if (followed) {
            int end = siblings.get(i + 1).itemSpan().start();
            return new Cut(new Span(value.itemSpan().start(), end), "", edit);
        }
        int start = i == 0 ? value.itemSpan().start() : siblings.get(i - 1).itemSpan().end();
        return new Cut(new Span(start, value.itemSpan().end()), "", edit);
    }

    private static void refuseOverlaps(List<Cut> cuts) {
        for (int i = 1; i < cuts.size(); i++) {
            var before = cuts.get(i - 1);
            var cut = cuts.get(i);
            if (before.span().end() > cut.span().start()) {
                throw new IllegalArgumentException(
                        "edits overlap: " + before.cause() + " and " + cut.cause());
            }
        }
    }
}
