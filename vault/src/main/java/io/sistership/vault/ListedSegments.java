package io.sistership.vault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/// Which segments a manifest lists, whoever wrote it and whatever its format: expiry must not take a
/// segment because it couldn't read who needs it.
final class ListedSegments {

    private static final Pattern NAME =
            Pattern.compile("\"name\":\"([a-z2-7]{" + SegmentEntry.NAME_LENGTH + "})\"");

    private final BlobStore vault;
    private final String clusterName;

    ListedSegments(BlobStore vault, String clusterName) {
        this.vault = vault;
        this.clusterName = clusterName;
    }

    /// The keys of the segments that the manifest of this point lists; none if there is no manifest.
    Set<String> of(PointId point) {
        try (var in = vault.get(PointLocation.vault(clusterName, point).manifest())) {
            return keys(in.readNBytes(ManifestJson.MAX_LENGTH + 1));
        } catch (BlobNotFoundException _) {
            return Set.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Set<String> keys(byte[] manifest) {
        var keys = new HashSet<String>();
        var names = NAME.matcher(new String(manifest, StandardCharsets.ISO_8859_1));
        while (names.find()) {
            keys.add(PointLocation.vaultSegments(clusterName) + names.group(1));
        }
        return keys;
    }
}
