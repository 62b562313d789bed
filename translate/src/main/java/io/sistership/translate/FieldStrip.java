package io.sistership.translate;

import java.util.List;

/// Leaves out a field that is always the server's or a controller's, wherever it is.
///
/// @param kinds the kinds it applies to (`PersistentVolume`, `Deployment.apps`); none: all of them
record FieldStrip(String name, List<String> kinds, List<JsonPath> paths) implements Strip {

    /// A field of every kind.
    static FieldStrip everywhere(String name, String path) {
        return new FieldStrip(name, List.of(), List.of(JsonPath.of(path)));
    }

    /// Fields of one kind.
    static FieldStrip of(String name, String kind, String... paths) {
        return new FieldStrip(
                name, List.of(kind), List.of(paths).stream().map(JsonPath::of).toList());
    }

    @Override
    public List<JsonValue> in(Subject subject) {
        if (!kinds.isEmpty() && !kinds.contains(subject.type().groupKind())) {
            return List.of();
        }
        return paths.size() == 1
                ? subject.document().all(paths.getFirst())
                : paths.stream().flatMap(path -> subject.document().all(path).stream()).toList();
    }
}
