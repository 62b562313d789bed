package io.sistership.vault;

import io.sistership.model.ApiResource;
import io.sistership.model.SegmentClass;
import java.util.List;

/// A captured type as the manifest lists it.
///
/// @param header the type, and the versions that were served
/// @param consistency the revision of its list
/// @param count how many objects there are
/// @param contents where they are
public record TypeEntry(
        TypeHeader header, Consistency consistency, long count, TypeContents contents) {

    public TypeEntry {
        if (contents.count() != count) {
            throw new IllegalArgumentException(
                    "%s has %d objects, but its segments have %d"
                            .formatted(header.resource(), count, contents.count()));
        }
    }

    /// All segments that are needed to read the type, each once.
    public List<SegmentEntry> segments() {
        return contents.segments();
    }

    public ApiResource resource() {
        return header.resource();
    }

    public SegmentClass segmentClass() {
        return header.segmentClass();
    }
}
