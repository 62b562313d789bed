package io.sistership.vault;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Deletes what an expiry has planned: condemns it, looks once more, then takes envelopes first,
/// manifests next, segments last. Killed anywhere, the next expiry goes on. Confined.
final class VaultSweep {

    private final VaultExpiry.Stores stores;
    private final String clusterName;
    private final Condemned condemned;
    private final ListedSegments listed;
    private final List<ExpiryPlan.LockedFile> locked =
            Collections.synchronizedList(new ArrayList<>());

    VaultSweep(
            VaultExpiry.Stores stores,
            String clusterName,
            Condemned condemned,
            ListedSegments listed) {
        this.stores = stores;
        this.clusterName = clusterName;
        this.condemned = condemned;
        this.listed = listed;
    }

    ExpiryReport sweep(ExpiryPlan plan) {
        condemned.replace(clusterName, keys(plan));
        // Whoever put a manifest before this look is seen by it; whoever puts one later sees
        // what is condemned.
        var contents = VaultContents.read(stores.versions(), clusterName);
        var leftovers = envelopesGo(contents, plan.leftovers(), contents::isHalf);
        // Oldest first: where this is killed, what is left hangs together from the mark down.
        var gone = envelopesGo(contents, plan.going().reversed(), _ -> true);
        var manifests = new ArrayList<>(gone);
        manifests.addAll(leftovers);
        manifests.removeIf(id -> !goes(contents, contents.location(id).manifest()));
        var kept = new HashSet<>(plan.segments());
        kept.retainAll(stillListed(contents, manifests));
        return new ExpiryReport(
                gone,
                leftovers,
                segments(contents, plan.segments(), kept),
                kept.size() + plan.leftovers().size() - leftovers.size(),
                locked);
    }

    private Collection<String> keys(ExpiryPlan plan) {
        var keys = new HashSet<>(plan.segments());
        for (var points : List.of(plan.going(), plan.leftovers())) {
            points.forEach(id -> keys.add(PointLocation.vault(clusterName, id).manifest()));
        }
        return keys;
    }

    private List<PointId> envelopesGo(
            VaultContents contents, List<PointId> points, Predicate<PointId> still) {
        return points.stream()
                .filter(still)
                .filter(id -> goes(contents, contents.location(id).envelope()))
                .toList();
    }

    private Set<String> stillListed(VaultContents contents, Collection<PointId> gone) {
        var keys = new HashSet<String>();
        contents.points().stream()
                .filter(id -> !gone.contains(id))
                .forEach(id -> keys.addAll(listed.of(id)));
        return keys;
    }

    private int segments(VaultContents contents, Set<String> planned, Set<String> kept) {
        var keys = planned.stream().filter(key -> !kept.contains(key)).sorted().toList();
        var gone = Collections.synchronizedList(new ArrayList<String>());
        BoundedTasks.forEach(
                keys,
                key -> {
                    if (goes(contents, key)) {
                        gone.add(key);
                    }
                });
        return gone.size();
    }

    /// Deletes every version of a key; stops at one that is locked.
    private boolean goes(VaultContents contents, String key) {
        for (var version : contents.versions(key)) {
            Optional<VersionLock> lock = stores.versions().delete(version);
            if (lock.isPresent()) {
                locked.add(new ExpiryPlan.LockedFile(key, lock.get()));
                return false;
            }
        }
        return true;
    }
}
