package io.sistership.capture;

import io.sistership.model.ApiResource;
import java.util.Optional;

/// How a type was captured.
///
/// @param objects how many
/// @param bytes of their lines
/// @param revision at which the list shows them
/// @param outside why that isn't the point's one revision; empty where it is
public record CapturedType(
        ApiResource resource,
        long objects,
        long bytes,
        String revision,
        Optional<OutsideCut> outside) {

    /// Whether the type is shown at the point's one revision.
    public boolean inCut() {
        return outside.isEmpty();
    }

    /// Why it isn't in the cut; empty where it is.
    public String note() {
        return outside.map(OutsideCut::reason).orElse("");
    }
}
