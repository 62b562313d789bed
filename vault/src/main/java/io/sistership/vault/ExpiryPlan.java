package io.sistership.vault;

import java.util.List;
import java.util.Set;

/// What an expiry would delete of one cluster's vault, and what it keeps. Immutable.
///
/// @param points every point, newest first
/// @param going the points that expired and that no lock holds
/// @param leftovers half points, of publishers that died
/// @param segments the keys that only those list, or nobody
/// @param bytes how much all that is
/// @param locked files that would go, were they not locked
/// @param gaps points that are missing from the chain without having expired
/// @param hidden keys that somebody deleted without their versions; while there are any, no segment
///     goes
public record ExpiryPlan(
        List<PointKeeping> points,
        List<PointId> going,
        List<PointId> leftovers,
        Set<String> segments,
        long bytes,
        List<LockedFile> locked,
        List<PointChain.Gap> gaps,
        List<String> hidden) {

    public ExpiryPlan {
        points = List.copyOf(points);
        going = List.copyOf(going);
        leftovers = List.copyOf(leftovers);
        segments = Set.copyOf(segments);
        locked = List.copyOf(locked);
        gaps = List.copyOf(gaps);
        hidden = List.copyOf(hidden);
    }

    /// Whether there is nothing to delete.
    public boolean isEmpty() {
        return going.isEmpty() && leftovers.isEmpty() && segments.isEmpty();
    }

    /// A file that a lock holds.
    public record LockedFile(String key, VersionLock lock) {}
}
