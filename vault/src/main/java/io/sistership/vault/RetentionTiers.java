package io.sistership.vault;

import io.sistership.model.Retention;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;

/// Which points the tiers keep, and how long at least. Pure.
///
/// A tier of N keeps the newest point of each of the N newest hours (days, months) *that have one*:
/// while no capture succeeds, nothing expires. Points count by the time at which the vault took
/// them, by the vault's own clock: what a point says of itself was written on the primary side, and
/// somebody there must not be able to push the points of last month out of their places.
final class RetentionTiers {

    private static final Comparator<Aged> BY_AGE =
            Comparator.comparing(Aged::published).thenComparing(Aged::id);

    private final Retention retention;
    private final Instant now;

    RetentionTiers(Retention retention, Instant now) {
        this.retention = retention;
        this.now = now;
    }

    /// @param published when the vault took its envelope
    record Aged(PointId id, Instant published) {}

    /// For each point that is kept: by which tiers, and when each of them lets it go at the
    /// earliest.
    Map<PointId, Map<Tier, Instant>> keep(Collection<Aged> points) {
        return keepBeside(points, points);
    }

    /// The same for points that take no place themselves: each is kept as long as it would be, were
    /// it one of the `counted`.
    Map<PointId, Map<Tier, Instant>> keepBeside(Collection<Aged> points, Collection<Aged> counted) {
        var kept = new HashMap<PointId, Map<Tier, Instant>>();
        keep(points, Tier.HOURLY, retention.hourly(), counted, kept);
        keep(points, Tier.DAILY, retention.daily(), counted, kept);
        keep(points, Tier.MONTHLY, retention.monthly(), counted, kept);
        return kept;
    }

    private void keep(
            Collection<Aged> points,
            Tier tier,
            int size,
            Collection<Aged> counted,
            Map<PointId, Map<Tier, Instant>> kept) {
        var slots = newestOfEach(counted, tier).navigableKeySet();
        newestOfEach(points, tier)
                .forEach((slot, point) -> {
                    long newer = slots.headSet(slot).size();
                    if (newer < size) {
                        kept.computeIfAbsent(point.id(), _ -> new EnumMap<>(Tier.class))
                                .put(tier, until(tier, size - newer, slots));
                    }
                });
    }

    /// By slot, the newest slot first.
    private static NavigableMap<Long, Aged> newestOfEach(Collection<Aged> points, Tier tier) {
        var newest = new TreeMap<Long, Aged>(Comparator.reverseOrder());
        for (var point : points) {
            newest.merge(
                    tier.slot(point.published()),
                    point,
                    (one, other) -> BY_AGE.compare(one, other) > 0 ? one : other);
        }
        return newest;
    }

    /// A place is lost once so many newer slots have a point: at the earliest if each coming one has.
    private Instant until(Tier tier, long newer, NavigableSet<Long> slots) {
        long current = tier.slot(now);
        boolean taken = !slots.isEmpty() && slots.first() >= current;
        var place = tier.begin(current + newer - (taken ? 0 : 1));
        return place.isBefore(now) ? now : place;
    }
}
