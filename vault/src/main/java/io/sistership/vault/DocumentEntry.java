package io.sistership.vault;

import io.sistership.model.SegmentClass;
import java.util.List;

/// AWS responses of one operation as the manifest lists them.
///
/// @param service the API's name: `eks`
/// @param operation the API action: `DescribeCluster`
/// @param count how many documents there are
/// @param segments where they are, in the order in which they were written
public record DocumentEntry(
        String service, String operation, long count, List<SegmentEntry> segments) {

    public DocumentEntry {
        segments = List.copyOf(segments);
        if (service.isEmpty() || operation.isEmpty()) {
            throw new IllegalArgumentException("service or operation of a document is empty");
        }
        var sum = segments.stream().mapToLong(SegmentEntry::count).sum();
        if (sum != count) {
            throw new IllegalArgumentException(
                    "%s %s has %d documents, but its segments have %d"
                            .formatted(service, operation, count, sum));
        }
    }

    SegmentClass segmentClass() {
        return SegmentClass.OBJECTS;
    }
}
