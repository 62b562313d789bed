package io.sistership.vault;

import java.util.List;
import java.util.Optional;

/// A vault as the expirer sees it: every version of every key, deleting one for good, and locks.
///
/// Implementations are thread-safe; versions are deleted and held one by one.
public interface Versions {

    /// All versions and delete markers of the keys that begin with `prefix`, by key, newest first.
    List<StoredVersion> versions(String prefix);

    /// Deletes this version for good; does nothing if it is gone.
    ///
    /// @return what kept it from being deleted; empty when it is gone
    Optional<VersionLock> delete(StoredVersion version);

    /// Whether versions can be locked at all.
    boolean lockable();

    /// What locks this version now; for stores that are [#lockable()].
    VersionLock lock(StoredVersion version);

    /// Puts a legal hold on this version, or takes it off; for stores that are [#lockable()].
    void hold(StoredVersion version, boolean held);
}
