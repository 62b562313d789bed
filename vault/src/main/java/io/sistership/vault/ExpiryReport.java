package io.sistership.vault;

import java.util.List;

/// What an expiry deleted.
///
/// @param points the expired points that are gone
/// @param leftovers the half points that are gone
/// @param segments how many segments are gone
/// @param spared how many files were to go, but belong to a point that came meanwhile
/// @param locked files that turned out to be locked
public record ExpiryReport(
        List<PointId> points,
        List<PointId> leftovers,
        int segments,
        int spared,
        List<ExpiryPlan.LockedFile> locked) {

    /// Where there was nothing to do.
    static final ExpiryReport NOTHING = new ExpiryReport(List.of(), List.of(), 0, 0, List.of());

    public ExpiryReport {
        points = List.copyOf(points);
        leftovers = List.copyOf(leftovers);
        locked = List.copyOf(locked);
    }
}
