package io.sistership.vault;

import io.sistership.model.ApiResource;
import io.sistership.model.SegmentClass;
import java.util.List;

/// What a capture knows of a type before it lists it.
///
/// @param resource the type in the version that is captured
/// @param served every version that the server serves
public record TypeHeader(ApiResource resource, List<String> served) {

    public TypeHeader {
        served = List.copyOf(served);
    }

    public SegmentClass segmentClass() {
        return SegmentClass.of(resource);
    }
}
