package io.sistership.vault;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// When an epoch has run its course. A delta only ever grows, and its base must outlive every point
/// that lists it: so neither may become large nor old.
final class EpochRules {

    /// Retention keeps segments this much longer than the point that wrote them.
    private static final Duration LONGEST = Duration.ofDays(7);

    private static final int MOST_CHANGED_PERCENT = 30;

    private EpochRules() {}

    /// Why the epoch of the previous point isn't continued now; empty where it may be.
    static Optional<EpochStart> endOf(Manifest previous, Instant now) {
        var epoch = previous.epoch();
        if (now.isBefore(epoch.begun())) {
            return expected("the clock says that point " + epoch + " is still to come");
        }
        if (!now.isBefore(epoch.begun().plus(LONGEST))) {
            return expected(
                    "the last one, of point %s, is %d days old".formatted(epoch, LONGEST.toDays()));
        }
        long base = 0;
        long changed = 0;
        for (var type : previous.types()) {
            switch (type.contents()) {
                case TypeContents.Whole(var segments) -> base += SegmentEntry.sealed(segments);
                case TypeContents.Delta delta -> {
                    base += SegmentEntry.sealed(delta.base());
                    changed += SegmentEntry.sealed(delta.delta());
                }
            }
        }
        return changed * 100 > base * MOST_CHANGED_PERCENT
                ? expected(
                        "the changes since point %s have passed %d %% of its size"
                                .formatted(epoch, MOST_CHANGED_PERCENT))
                : Optional.empty();
    }

    private static Optional<EpochStart> expected(String why) {
        return Optional.of(new EpochStart(why, true));
    }
}
