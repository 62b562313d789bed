package io.sistership.restore;

import io.sistership.model.ObjectId;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What of a recovery cluster works, and what doesn't yet. Immutable.
///
/// @param ready how many objects are ready, by kind
/// @param unready the others
/// @param waited for how long it was looked at
public record WorkloadReadiness(Map<String, Long> ready, List<Unready> unready, Duration waited) {

    public WorkloadReadiness {
        ready = Map.copyOf(ready);
        unready = List.copyOf(unready);
    }

    /// What the point knows of an object's being ready when it was captured.
    public enum Before {
        READY,
        NOT_READY,
        UNKNOWN
    }

    /// An object that isn't ready, and why.
    public record Unready(ObjectId id, String why, Before before) {

        /// Whether the recovery may have broken it: it wasn't like this already.
        boolean isNew() {
            return before != Before.NOT_READY;
        }
    }
}
