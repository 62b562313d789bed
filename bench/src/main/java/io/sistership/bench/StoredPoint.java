package io.sistership.bench;

import io.sistership.kube.KubeClient;
import io.sistership.kube.KubeConnection;
import io.sistership.model.Progress;
import io.sistership.vault.DirectoryStore;
import io.sistership.vault.Expectations;
import io.sistership.vault.OpenPoint;
import io.sistership.vault.Pins;
import io.sistership.vault.PointId;
import io.sistership.vault.PointLocation;
import io.sistership.vault.PointSigner;
import io.sistership.vault.PointVerifier;
import io.sistership.vault.PointWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/// A recovery point in a directory, with the keys that open it beside it, so that other processes of
/// the same benchmark can. Immutable.
record StoredPoint(Path directory) {

    /// Captures a cluster.
    static StoredPoint capture(KubeConnection cluster, Path directory) {
        var random = new SecureRandom();
        var keys = new LocalKeys();
        var heading = OneCapture.heading(random);
        var stored = new StoredPoint(directory);
        try (var client = KubeClient.connect(cluster);
                var point = PointWriter.begin(heading, stored.store(), keys, random)) {
            var report = OneCapture.into(client, point, OneCapture.USUAL);
            point.finish(report.cut(), keys);
            keys.write(stored.keys());
            Files.writeString(stored.id(), heading.id().value());
            return stored;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Verifies it, as every recovery does, and opens it.
    OpenPoint open() {
        try {
            var keys = LocalKeys.read(keys());
            var pins = new Pins(new DirectoryStore(directory.resolve("pins")));
            pins.put(keys.pin(OneCapture.SIGNING_KEY));
            var location = PointLocation.outbox(new PointId(Files.readString(id())));
            return new PointVerifier(store(), pins)
                    .verify(
                            location,
                            new Expectations("bench", OneCapture.CLUSTER),
                            Progress.SILENT)
                    .open(keys);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Signs as the primary's key would.
    PointSigner signer() {
        try {
            return LocalKeys.read(keys());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private DirectoryStore store() {
        return new DirectoryStore(directory.resolve("store"));
    }

    private Path keys() {
        return directory.resolve("keys");
    }

    private Path id() {
        return directory.resolve("id");
    }
}
