package io.sistership.vault;

import io.sistership.model.ApiResource;
import io.sistership.model.SegmentClass;
import java.util.List;

/// A captured type as the manifest lists it.
///
/// @param header the type, and the versions that were served
/// @param consistency the revision of its list
/// @param count how many objects there are
/// @param segments where they are, in list order
public record TypeEntry(
        TypeHeader header, Consistency consistency, long count, List<SegmentEntry> segments) {

    public TypeEntry {
        segments = List.copyOf(segments);
        var sum = segments.stream().mapToLong(SegmentEntry::count).sum();
        if (sum != count) {
            throw new IllegalArgumentException(
                    "%s has %d objects, but its segments have %d"
                            .formatted(header.resource(), count, sum));
        }
    }

    public ApiResource resource() {
        return header.resource();
    }

    public SegmentClass segmentClass() {
        return header.segmentClass();
    }
}
