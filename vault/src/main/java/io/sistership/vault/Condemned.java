package io.sistership.vault;

import io.sistership.model.FailureKind;
import io.sistership.model.SistershipException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/// Which keys of the vault an expiry is about to delete, in the state bucket:
/// `expiry/<cluster>/condemned.json`. Thread-safe.
///
/// An expiry writes it *before* it looks a last time which manifests there are; a publisher reads it
/// *after* it has put its manifest, and again after the envelope. Whatever the order in which the
/// two meet, one of them sees the other: either the manifest spares its segments, or the publisher
/// learns that they go, and is refused before its point can be accepted.
final class Condemned {

    private final BlobStore state;

    Condemned(BlobStore state) {
        this.state = state;
    }

    /// The condemned keys; what was deleted long ago may stand there still.
    Set<String> keys(String clusterName) {
        try (var in = state.get(key(clusterName))) {
            return parse(in.readAllBytes());
        } catch (BlobNotFoundException _) {
            return Set.of();
        } catch (IllegalArgumentException e) {
            throw new SistershipException(
                    FailureKind.UNFINISHED,
                    "expiry-record-broken",
                    "%s/%s can't be read: %s"
                            .formatted(state.describe(), key(clusterName), e.getMessage()),
                    "Restore an earlier version of that file; the bucket keeps them.",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Condemns these, and no others any more. Only one expiry of a cluster may run at a time.
    void replace(String clusterName, Collection<String> keys) {
        state.put(key(clusterName), write(keys));
    }

    private static Set<String> parse(byte[] bytes) {
        var fields = CanonicalJson.read(bytes);
        HeadingJson.requireFormat(fields);
        var keys = Set.copyOf(fields.texts("keys"));
        fields.end();
        return keys;
    }

    private static byte[] write(Collection<String> keys) {
        return CanonicalJson.bytes(json -> {
            json.writeNumberProperty("format", HeadingJson.FORMAT);
            json.writeName("keys");
            json.writeStartArray();
            new TreeSet<>(keys).forEach(json::writeString);
            json.writeEndArray();
        });
    }

    private static String key(String clusterName) {
        return "expiry/" + clusterName + "/condemned.json";
    }
}
