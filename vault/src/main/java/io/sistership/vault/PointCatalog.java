package io.sistership.vault;

import java.util.List;

/// Which points of a cluster lie in a vault.
public final class PointCatalog {

    private final BlobStore vault;

    public PointCatalog(BlobStore vault) {
        this.vault = vault;
    }

    /// All points that have an envelope, oldest first. None of them was verified.
    public List<PointId> points(String clusterName) {
        var prefix = PointLocation.vaultPoints(clusterName);
        return vault.list(prefix).stream()
                .map(blob -> blob.key().substring(prefix.length()))
                .filter(key -> key.endsWith("/" + PointFile.ENVELOPE))
                .map(key -> key.substring(0, key.indexOf('/')))
                .filter(PointId::matches)
                .map(PointId::new)
                .sorted()
                .toList();
    }

    /// Whether there is such a point.
    public boolean contains(String clusterName, PointId point) {
        return vault.head(PointLocation.vault(clusterName, point).envelope()).isPresent();
    }
}
