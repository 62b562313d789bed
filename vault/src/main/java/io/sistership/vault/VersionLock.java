package io.sistership.vault;

import java.time.Instant;
import java.util.Optional;

/// What keeps a version from being deleted (S3 User Guide, "Locking objects with Object Lock").
///
/// @param until when its retention ends
/// @param held whether somebody put a legal hold on it, which has no end
public record VersionLock(Optional<Instant> until, boolean held) {

    /// Nothing does.
    public static final VersionLock NONE = new VersionLock(Optional.empty(), false);

    /// Whether a deletion would be refused at that instant.
    public boolean holds(Instant at) {
        return held || until.filter(at::isBefore).isPresent();
    }
}
