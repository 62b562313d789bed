package io.sistership.restore;

import io.sistership.model.ObjectId;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The Services that the API server calls, and who depends on their answering. Immutable.
///
/// @param awaited those that a restored workload answers: the only ones worth waiting for
/// @param needed for each object that must not be written before they answer: which
record Backends(Set<ServiceName> awaited, Map<ObjectId, List<ServiceName>> needed) {

    Backends {
        awaited = Set.copyOf(awaited);
        needed = Map.copyOf(needed);
    }

    List<ServiceName> of(ObjectId id) {
        return needed.getOrDefault(id, List.of());
    }
}
