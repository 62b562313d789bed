package io.sistership.vault;

import java.util.List;
import java.util.Optional;

/// Stores that tell of every write to any of them before it is done, and of every look at versions.
abstract class WatchedStores {

    /// About to write or delete something.
    abstract void writing();

    /// About to list versions.
    void looking() {}

    BlobStore of(BlobStore store) {
        return new ForwardingStore(store) {
            @Override
            void writing(String key) {
                WatchedStores.this.writing();
            }
        };
    }

    Versions of(Versions versions) {
        return new Versions() {
            @Override
            public List<StoredVersion> versions(String prefix) {
                looking();
                return versions.versions(prefix);
            }

            @Override
            public Optional<VersionLock> delete(StoredVersion version) {
                writing();
                return versions.delete(version);
            }

            @Override
            public boolean lockable() {
                return versions.lockable();
            }

            @Override
            public VersionLock lock(StoredVersion version) {
                return versions.lock(version);
            }

            @Override
            public void hold(StoredVersion version, boolean held) {
                writing();
                versions.hold(version, held);
            }
        };
    }
}
