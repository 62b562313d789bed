package io.sistership.vault;

import io.sistership.model.FailureKind;
import io.sistership.model.Sha256;
import io.sistership.model.SistershipException;
import java.io.IOException;
import java.io.InputStream;

/// Reads the files of one point, never more of a file than it may have. Thread-safe.
final class PointReader {

    private static final int ATTEMPTS = 3;
    private static final int BUFFER = 64 << 10;

    private final BlobStore store;
    private final PointLocation location;

    PointReader(BlobStore store, PointLocation location) {
        this.store = store;
        this.location = location;
    }

    PointLocation location() {
        return location;
    }

    byte[] envelope() {
        return small(location.envelope(), PointFile.ENVELOPE, Envelope.MAX_LENGTH);
    }

    byte[] manifest() {
        return small(location.manifest(), PointFile.MANIFEST, ManifestJson.MAX_LENGTH);
    }

    /// The sealed bytes of a segment, after their length and digest were checked.
    byte[] segment(SegmentEntry segment) {
        var file = location.file(segment.file());
        // A file that is too long shows by the one byte more.
        var sealed =
                read(
                        location.segment(segment),
                        file,
                        in -> in.readNBytes(Math.toIntExact(segment.length() + 1)));
        requireLength(file, segment, sealed.length);
        requireDigest(file, segment, Sha256.of(sealed));
        return sealed;
    }

    /// Checks length and digest of a segment without keeping it.
    void check(SegmentEntry segment) {
        var file = location.file(segment.file());
        var found = read(location.segment(segment), file, in -> measure(in, segment.length() + 1));
        requireLength(file, segment, found.length());
        requireDigest(file, segment, found.digest());
    }

    private record Measured(long length, Sha256 digest) {}

    private byte[] small(String key, String name, int limit) {
        var file = location.file(name);
        var bytes = read(key, file, in -> in.readNBytes(limit + 1));
        if (bytes.length > limit) {
            throw file.refuse(Refusal.LENGTH, "it has more than " + limit + " bytes");
        }
        return bytes;
    }

    @FunctionalInterface
    private interface Reading<T> {
        T from(InputStream in) throws IOException;
    }

    /// Connections break while a body is read, where no client retries by itself.
    private <T> T read(String key, PointFile file, Reading<T> reading) {
        for (int attempt = 1; ; attempt++) {
            try (var in = store.get(key)) {
                return reading.from(in);
            } catch (BlobNotFoundException e) {
                throw file.refuse(Refusal.MISSING, "it is missing", e);
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw unreadable(key, e);
                }
            }
        }
    }

    private SistershipException unreadable(String key, IOException e) {
        return new SistershipException(
                FailureKind.ACCESS,
                "blob-unreadable",
                "reading %s/%s broke off %d times: %s"
                        .formatted(store.describe(), key, ATTEMPTS, e.getMessage()),
                "Check the network and run the command again.",
                e);
    }

    private static Measured measure(InputStream in, long limit) throws IOException {
        var digest = Sha256.newDigest();
        var buffer = new byte[BUFFER];
        long length = 0;
        int read = in.read(buffer);
        while (read >= 0 && length < limit) {
            digest.update(buffer, 0, read);
            length += read;
            read = in.read(buffer);
        }
        return new Measured(length, Sha256.ofDigest(digest.digest()));
    }

    private static void requireLength(PointFile file, SegmentEntry segment, long length) {
        if (length != segment.length()) {
            throw file.refuse(
                    Refusal.LENGTH,
                    length > segment.length()
                            ? "it has more than the %d bytes of the manifest"
                                    .formatted(segment.length())
                            : "it has %d bytes, the manifest says %d"
                                    .formatted(length, segment.length()));
        }
    }

    private static void requireDigest(PointFile file, SegmentEntry segment, Sha256 digest) {
        if (!digest.equals(segment.sha256())) {
            throw file.refuse(
                    Refusal.DIGEST,
                    "its SHA-256 is %s, the manifest says %s".formatted(digest, segment.sha256()));
        }
    }
}
