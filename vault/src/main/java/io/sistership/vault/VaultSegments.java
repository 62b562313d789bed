package io.sistership.vault;

import java.util.HashMap;
import java.util.Map;

/// Which segments of a cluster a vault holds, and how long they are. Nothing of them is read: they
/// were held against their digests when they were put, and the vault overwrites nothing. Immutable.
final class VaultSegments {

    private final Map<String, Long> lengths;

    private VaultSegments(Map<String, Long> lengths) {
        this.lengths = lengths;
    }

    static VaultSegments of(BlobStore vault, String clusterName) {
        var prefix = PointLocation.vaultSegments(clusterName);
        var lengths = new HashMap<String, Long>();
        vault.list(prefix)
                .forEach(blob -> lengths.put(blob.key().substring(prefix.length()), blob.length()));
        return new VaultSegments(lengths);
    }

    boolean hold(SegmentEntry segment) {
        Long length = lengths.get(segment.name());
        return length != null && length == segment.length();
    }
}
