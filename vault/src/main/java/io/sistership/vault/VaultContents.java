package io.sistership.vault;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What lies in a vault for one cluster, from one listing of all versions. Immutable.
final class VaultContents {

    private static final Pattern SEGMENT_NAME =
            Pattern.compile("[a-z2-7]{" + SegmentEntry.NAME_LENGTH + "}");

    private final String clusterName;
    private final SortedMap<String, List<StoredVersion>> files = new TreeMap<>();

    private VaultContents(String clusterName, Collection<StoredVersion> versions) {
        this.clusterName = clusterName;
        versions.forEach(version ->
                files.merge(
                        version.key(),
                        List.of(version),
                        (one, other) -> Stream.concat(one.stream(), other.stream()).toList()));
    }

    static VaultContents read(Versions versions, String clusterName) {
        return new VaultContents(clusterName, versions.versions("clusters/" + clusterName + "/"));
    }

    /// All ids under which there is a manifest or an envelope, or was one.
    Collection<PointId> points() {
        var prefix = PointLocation.vaultPoints(clusterName);
        var ids = new TreeSet<PointId>();
        for (var key : files.tailMap(prefix).keySet()) {
            if (!key.startsWith(prefix)) {
                break;
            }
            var name = key.substring(prefix.length()).split("/", 2)[0];
            if (PointId.matches(name)) {
                ids.add(new PointId(name));
            }
        }
        return ids;
    }

    /// The keys of all segments that a plain read finds.
    List<String> segments() {
        var prefix = PointLocation.vaultSegments(clusterName);
        return files.tailMap(prefix).keySet().stream()
                .takeWhile(key -> key.startsWith(prefix))
                .filter(key -> SEGMENT_NAME.matcher(key.substring(prefix.length())).matches())
                .filter(key -> latest(key).isPresent())
                .toList();
    }

    /// What a plain read of the key finds.
    Optional<StoredVersion> latest(String key) {
        return versions(key).stream()
                .filter(version -> version.latest() && !version.marker())
                .findFirst();
    }

    /// Whether somebody deleted the key without taking its versions away.
    boolean hidden(String key) {
        return latest(key).isEmpty() && versions(key).stream().anyMatch(each -> !each.marker());
    }

    /// Everything under the key, in the order in which it may go: what a plain read finds last, so
    /// that nothing older comes to light on the way.
    List<StoredVersion> versions(String key) {
        return files.getOrDefault(key, List.of()).stream()
                .sorted(Comparator.comparing(StoredVersion::latest))
                .toList();
    }

    Instant written(String key) {
        return latest(key).map(StoredVersion::written).orElse(Instant.MAX);
    }

    long length(String key) {
        return versions(key).stream().mapToLong(StoredVersion::length).sum();
    }

    /// Whether one of a point's two files is there and the other isn't.
    boolean isHalf(PointId id) {
        var point = location(id);
        return latest(point.manifest()).isPresent()
                ? absent(point.envelope())
                : absent(point.manifest()) && latest(point.envelope()).isPresent();
    }

    /// Whether there is, or was, no such file.
    boolean absent(String key) {
        return latest(key).isEmpty() && !hidden(key);
    }

    PointLocation location(PointId id) {
        return PointLocation.vault(clusterName, id);
    }
}
