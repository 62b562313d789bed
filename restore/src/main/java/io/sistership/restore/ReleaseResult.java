package io.sistership.restore;

import io.sistership.model.ObjectId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What became of everything that was to stand still. Immutable.
///
/// @param released these run again as they were captured
/// @param running these did already
/// @param left why others were left as they are
public record ReleaseResult(
        List<ObjectId> released, List<ObjectId> running, Map<String, String> left) {

    public ReleaseResult {
        released = List.copyOf(released);
        running = List.copyOf(running);
        left = Collections.unmodifiableMap(new TreeMap<>(left));
    }
}
