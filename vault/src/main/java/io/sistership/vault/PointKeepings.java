package io.sistership.vault;

import io.sistership.model.Retention;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Decides for every point of a cluster's vault what keeps it. Pure.
///
/// Only accepted points take places: what somebody published beside the chain is kept as long as an
/// accepted point of its age would be.
final class PointKeepings {

    private final Retention retention;
    private final Duration grace;
    private final Instant now;

    PointKeepings(Retention retention, Duration grace, Instant now) {
        this.retention = retention;
        this.grace = grace;
        this.now = now;
    }

    /// A point that has an envelope.
    ///
    /// @param problem why it is refused; empty for others
    record Found(PointId id, Instant published, PointStanding standing, String problem) {

        boolean accepted() {
            return standing == PointStanding.ACCEPTED;
        }
    }

    /// Newest first.
    List<PointKeeping> of(
            Collection<Found> points, Optional<PointId> newest, Set<PointId> protectedPoints) {
        var accepted = aged(points, true);
        var rules = new RetentionTiers(retention, now);
        var tiers = new HashMap<>(rules.keep(accepted));
        tiers.putAll(rules.keepBeside(aged(points, false), accepted));
        var keepings = new ArrayList<PointKeeping>();
        for (var point : points) {
            var kept = new EnumMap<Tier, Instant>(Tier.class);
            kept.putAll(tiers.getOrDefault(point.id(), Map.of()));
            kept.putAll(endless(point, newest, protectedPoints));
            keepings.add(
                    new PointKeeping(
                            point.id(),
                            point.published(),
                            point.standing(),
                            point.problem(),
                            kept,
                            VersionLock.NONE));
        }
        keepings.sort(Comparator.comparing(PointKeeping::id).reversed());
        return keepings;
    }

    private static List<RetentionTiers.Aged> aged(Collection<Found> points, boolean accepted) {
        return points.stream()
                .filter(point -> point.accepted() == accepted)
                .map(point -> new RetentionTiers.Aged(point.id(), point.published()))
                .toList();
    }

    private Map<Tier, Instant> endless(
            Found point, Optional<PointId> newest, Set<PointId> protectedPoints) {
        var kept = new EnumMap<Tier, Instant>(Tier.class);
        if (newest.equals(Optional.of(point.id()))) {
            kept.put(Tier.NEWEST, Instant.MAX);
        }
        if (protectedPoints.contains(point.id())) {
            kept.put(Tier.PROTECTED, Instant.MAX);
        }
        var settled = point.published().plus(grace);
        if (point.standing() == PointStanding.NEXT && now.isBefore(settled)) {
            kept.put(Tier.PUBLISHING, settled);
        }
        return kept;
    }
}
