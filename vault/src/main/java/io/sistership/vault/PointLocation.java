package io.sistership.vault;

/// The keys under which the files of one point lie in a store.
///
/// In an outbox a point has its segments beside it; in a vault segments lie side by side, because
/// later points list them again.
///
/// @param id the point
/// @param files the prefix of manifest and envelope, with its slash
/// @param segments the prefix of segments, with its slash
public record PointLocation(PointId id, String files, String segments) {

    /// In the primary's scratch bucket.
    public static PointLocation outbox(PointId id) {
        var prefix = "outbox/" + id + "/";
        return new PointLocation(id, prefix, prefix + "segments/");
    }

    /// In the vault.
    public static PointLocation vault(String clusterName, PointId id) {
        return new PointLocation(
                id, vaultPoints(clusterName) + id + "/", vaultSegments(clusterName));
    }

    /// The prefix of all segments of a cluster in a vault.
    static String vaultSegments(String clusterName) {
        return "clusters/" + clusterName + "/segments/";
    }

    /// The prefix of all points of a cluster in a vault.
    static String vaultPoints(String clusterName) {
        return "clusters/" + clusterName + "/points/";
    }

    /// The key of the manifest.
    public String manifest() {
        return files + PointFile.MANIFEST;
    }

    /// The key of the envelope: a point exists once this does.
    public String envelope() {
        return files + PointFile.ENVELOPE;
    }

    /// The key of a segment.
    public String segment(SegmentEntry segment) {
        return segments + segment.name();
    }

    PointFile file(String name) {
        return new PointFile(id, name);
    }
}
