package io.sistership.vault;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/// Protects points of one cluster from expiry: a record in the state bucket, and where the vault can
/// lock, a legal hold on every file that the point lists. Confined; not beside an expiry.
public final class PointProtection {

    private final VaultExpiry.Stores stores;
    private final String clusterName;
    private final ExpiryRecords records;
    private final ListedSegments listed;

    public PointProtection(VaultExpiry.Stores stores, String clusterName) {
        this.stores = stores;
        this.clusterName = clusterName;
        this.records = new ExpiryRecords(stores.state(), clusterName);
        this.listed = new ListedSegments(stores.vault(), clusterName);
    }

    /// Protects a point that is in the vault. The record comes first: killed on the way, the point is
    /// kept, and doing it again completes the holds.
    ///
    /// @return how many files are under a legal hold now
    public int protect(PointId point, Instant now) {
        records.protect(point, now);
        return hold(files(point), true);
    }

    /// Takes the protection back; files that another protected point lists stay held. The record goes
    /// last: killed on the way, doing it again completes it.
    ///
    /// @return how many files were released
    public int unprotect(PointId point) {
        var files = new HashSet<>(files(point));
        for (var other : records.protectedPoints()) {
            if (!other.equals(point)) {
                files.removeAll(files(other));
            }
        }
        int released = hold(files, false);
        records.unprotect(point);
        return released;
    }

    private Set<String> files(PointId point) {
        var location = PointLocation.vault(clusterName, point);
        var files = new TreeSet<>(listed.of(point));
        files.add(location.manifest());
        files.add(location.envelope());
        return files;
    }

    private int hold(Set<String> files, boolean held) {
        if (!stores.versions().lockable()) {
            return 0;
        }
        var contents = VaultContents.read(stores.versions(), clusterName);
        var found = files.stream().flatMap(key -> contents.latest(key).stream()).toList();
        BoundedTasks.forEach(found, version -> stores.versions().hold(version, held));
        return found.size();
    }
}
