package io.sistership.vault;

import io.sistership.model.ApiResource;
import java.util.Optional;

/// A type, or a whole group version whose types couldn't even be asked for, that a point doesn't
/// hold, and why.
///
/// @param kind empty where the group version didn't answer
/// @param plural empty where the group version didn't answer
/// @param lastSeen the last point that had its objects
public record AbsentType(
        String group,
        String version,
        String kind,
        String plural,
        String reason,
        Optional<PointId> lastSeen) {

    public AbsentType {
        if (reason.isEmpty()) {
            throw new IllegalArgumentException(
                    "no reason is given for the absence of " + plural + "." + group);
        }
    }

    /// One type.
    public static AbsentType of(ApiResource type, String reason) {
        return new AbsentType(
                type.group(), type.version(), type.kind(), type.plural(), reason, Optional.empty());
    }

    AbsentType seenIn(Optional<PointId> point) {
        return new AbsentType(group, version, kind, plural, reason, point);
    }

    /// A group version that didn't answer discovery.
    public static AbsentType ofGroup(String group, String version, String reason) {
        return new AbsentType(group, version, "", "", reason, Optional.empty());
    }
}
