package io.sistership.vault;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Why a point of the vault is kept, and how long; or that it goes. Immutable.
///
/// @param published when the vault took it
/// @param problem why it is refused; empty for others
/// @param tiers what keeps it, each with the time at which it lets go at the earliest; those without
///     an end have [Instant#MAX]
/// @param lock what S3 holds it by, once nothing else does
public record PointKeeping(
        PointId id,
        Instant published,
        PointStanding standing,
        String problem,
        Map<Tier, Instant> tiers,
        VersionLock lock) {

    public PointKeeping {
        tiers = Map.copyOf(tiers);
    }

    /// What keeps it, strongest first.
    public Set<Tier> keptBy() {
        return new TreeMap<>(tiers).keySet();
    }

    /// Whether nothing keeps it any more; a lock may still.
    public boolean expired() {
        return tiers.isEmpty();
    }

    /// When it expires at the earliest; empty if it doesn't, or has.
    public Optional<Instant> until() {
        return tiers.values().stream()
                .max(Instant::compareTo)
                .filter(until -> !until.equals(Instant.MAX));
    }

    PointKeeping with(VersionLock found) {
        return new PointKeeping(id, published, standing, problem, tiers, found);
    }
}
