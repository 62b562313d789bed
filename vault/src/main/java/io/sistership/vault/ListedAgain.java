package io.sistership.vault;

import java.util.HashSet;

/// Holds the segments that a new point lists again against the accepted one: they weren't handed
/// over with it, so they must be entries of the accepted point, to the letter, and in the vault.
final class ListedAgain {

    private final SignedPoint point;
    private final PointLocation location;

    ListedAgain(SignedPoint point, PointLocation location) {
        this.point = point;
        this.location = location;
    }

    void require(Manifest accepted, VaultSegments held) {
        requireEpoch(accepted);
        requireKeys(accepted);
        var known = new HashSet<>(accepted.segments());
        for (var segment : point.manifest().earlier()) {
            if (!known.contains(segment)) {
                throw missing(
                        segment,
                        "it is neither in the outbox nor listed by point "
                                + accepted.heading().id());
            }
            if (!held.hold(segment)) {
                throw missing(segment, "it is listed again, but missing from the vault");
            }
        }
    }

    private void requireEpoch(Manifest accepted) {
        var epoch = point.manifest().epoch();
        if (!epoch.equals(accepted.epoch())) {
            throw location.file(PointFile.MANIFEST)
                    .refuse(
                            Refusal.SEQUENCE,
                            "it continues the epoch of point %s, the accepted point that of %s"
                                    .formatted(epoch, accepted.epoch()));
        }
    }

    /// A key's id alone could stand for another wrapped key.
    private void requireKeys(Manifest accepted) {
        var id = point.heading().id();
        for (var key : point.manifest().keys()) {
            if (!key.point().equals(id) && !accepted.keys().contains(key)) {
                throw location.file(PointFile.MANIFEST)
                        .refuse(
                                Refusal.MISSING,
                                "it lists key %s, which point %s doesn't list so"
                                        .formatted(key.id(), accepted.heading().id()));
            }
        }
    }

    private RefusedPointException missing(SegmentEntry segment, String what) {
        return location.file(segment.file()).refuse(Refusal.MISSING, what);
    }
}
