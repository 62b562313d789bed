package io.sistership.control;

import io.sistership.model.ObjectKey;
import io.sistership.translate.JsonDocument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The names of the objects of some types: names alone, no contents.
final class PointNames {

    private final PointContents contents;

    PointNames(PointContents contents) {
        this.contents = contents;
    }

    /// @param types as `deployments.apps`
    Map<String, List<String>> of(List<String> types) {
        var names = new LinkedHashMap<String, List<String>>();
        types.forEach(type -> names.put(type, names(type)));
        return names;
    }

    private List<String> names(String type) {
        var names = new ArrayList<String>();
        var entry = contents.type(type);
        contents.open(entry)
                .lines(
                        entry,
                        (buffer, offset, length) ->
                                names.add(key(JsonDocument.of(buffer, offset, length)).toString()));
        return names;
    }

    /// Where the object stands.
    static ObjectKey key(JsonDocument object) {
        return new ObjectKey(
                object.text("/metadata/namespace").orElse(""),
                object.text("/metadata/name").orElse(""));
    }
}
