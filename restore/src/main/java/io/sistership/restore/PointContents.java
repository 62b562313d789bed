package io.sistership.restore;

import io.sistership.model.ApiResource;
import io.sistership.vault.LineSink;
import io.sistership.vault.OpenPoint;
import java.util.List;

/// The captured objects, as far as this module reads them: by type, as often as it needs.
interface PointContents {

    List<ApiResource> types();

    /// How many objects there are.
    long count();

    /// All objects of a type, always in the same order.
    void lines(ApiResource type, LineSink sink);

    /// What an opened point holds.
    static PointContents of(OpenPoint point) {
        return new Opened(point);
    }

    /// Reads an opened point.
    record Opened(OpenPoint point) implements PointContents {

        @Override
        public List<ApiResource> types() {
            return point.types().stream().map(type -> type.resource()).toList();
        }

        @Override
        public long count() {
            return point.manifest().objects();
        }

        @Override
        public void lines(ApiResource type, LineSink sink) {
            point.types().stream()
                    .filter(entry -> entry.resource().equals(type))
                    .forEach(entry -> point.lines(entry, sink));
        }
    }
}
