package io.sistership.vault;

import io.sistership.model.Progress;
import io.sistership.model.Sha256;
import java.util.Arrays;
import java.util.List;

/// Holds the files of a point against pinned keys, before anything of it is used. Thread-safe.
public final class PointVerifier {

    private final BlobStore store;
    private final Pins pins;

    public PointVerifier(BlobStore store, Pins pins) {
        this.store = store;
        this.pins = pins;
    }

    /// Verifies envelope and manifest.
    ///
    /// @throws RefusedPointException naming the file that is wrong
    public SignedPoint signed(PointLocation location, Expectations expected) {
        return read(new PointReader(store, location), expected).point();
    }

    /// Verifies envelope, manifest and the sealed bytes of every segment.
    ///
    /// @throws RefusedPointException naming the file that is wrong
    public VerifiedPoint verify(PointLocation location, Expectations expected, Progress progress) {
        var reader = new PointReader(store, location);
        return verify(read(reader, expected).point(), reader, progress);
    }

    /// Verifies the sealed bytes of every segment of a signed point.
    static VerifiedPoint verify(SignedPoint signed, PointReader reader, Progress progress) {
        verify(signed.manifest().segments(), reader, progress);
        return new VerifiedPoint(signed, reader);
    }

    /// Verifies the sealed bytes of these segments.
    static void verify(List<SegmentEntry> segments, PointReader reader, Progress progress) {
        progress.stage("verify", segments.size());
        BoundedTasks.forEach(
                segments,
                segment -> {
                    reader.check(segment);
                    progress.advanced(1, segment.length());
                });
    }

    /// Verifies envelope and manifest, and keeps the very bytes that were verified.
    SignedFiles read(PointReader reader, Expectations expected) {
        var envelope = reader.envelope();
        var statement = verifyEnvelope(reader, envelope, expected);
        var manifest = reader.manifest();
        return new SignedFiles(
                new SignedPoint(
                        statement.statement(),
                        readManifest(reader, manifest, statement.statement()),
                        statement.pin()),
                envelope,
                manifest);
    }

    private record Vouched(Statement statement, Pin pin) {}

    private Vouched verifyEnvelope(PointReader reader, byte[] bytes, Expectations expected) {
        var file = reader.location().file(PointFile.ENVELOPE);
        var envelope = readEnvelope(file, bytes);
        var pin = pins.find(envelope.keyId()).orElseThrow(() -> unknownKey(file, envelope));
        var payload = envelope.payload().bytes();
        if (!pin.verifies(Envelope.preAuthentication(payload), envelope.signature().bytes())) {
            throw file.refuse(
                    Refusal.SIGNATURE, "its signature isn't one of key " + envelope.keyId());
        }
        var statement = readStatement(file, payload);
        requireExpected(file, statement.heading(), expected);
        requireItself(file, statement, envelope, pin);
        pin.requireValid(file, statement.heading().created());
        return new Vouched(statement, pin);
    }

    private static Envelope readEnvelope(PointFile file, byte[] bytes) {
        try {
            return Envelope.read(bytes);
        } catch (IllegalArgumentException e) {
            throw file.refuse(Refusal.MALFORMED, String.valueOf(e.getMessage()), e);
        }
    }

    private static RefusedPointException unknownKey(PointFile file, Envelope envelope) {
        return file.refuse(
                Refusal.UNKNOWN_KEY, "key " + envelope.keyId() + " signed it, which isn't pinned");
    }

    private static Statement readStatement(PointFile file, byte[] payload) {
        try {
            var statement = StatementJson.read(CanonicalJson.read(payload));
            if (!Arrays.equals(StatementJson.write(statement), payload)) {
                throw new IllegalArgumentException("it isn't spelled canonically");
            }
            return statement;
        } catch (NewerFormatException e) {
            throw file.refuse(Refusal.FORMAT, String.valueOf(e.getMessage()), e);
        } catch (IllegalArgumentException e) {
            throw file.refuse(Refusal.STATEMENT, "its statement: " + e.getMessage(), e);
        }
    }

    private static void requireExpected(
            PointFile file, PointHeading heading, Expectations expected) {
        if (!heading.application().equals(expected.application())) {
            throw file.refuse(
                    Refusal.WRONG_APPLICATION,
                    "it is of application %s, not %s"
                            .formatted(heading.application(), expected.application()));
        }
        if (!heading.cluster().equals(expected.cluster())) {
            throw file.refuse(
                    Refusal.WRONG_CLUSTER,
                    "it is of cluster %s, not %s".formatted(heading.cluster(), expected.cluster()));
        }
    }

    private static void requireItself(
            PointFile file, Statement statement, Envelope envelope, Pin pin) {
        var heading = statement.heading();
        if (!heading.id().equals(file.point())) {
            throw file.refuse(Refusal.STATEMENT, "its statement is of point " + heading.id());
        }
        if (!statement.signer().equals(envelope.keyId())) {
            throw file.refuse(
                    Refusal.STATEMENT, "its statement names signer " + statement.signer());
        }
        if (!heading.cluster().account().equals(pin.account().value())) {
            throw file.refuse(
                    Refusal.UNKNOWN_KEY,
                    "key %s is pinned for account %s, the cluster is in %s"
                            .formatted(pin.keyId(), pin.account(), heading.cluster().account()));
        }
    }

    private static Manifest readManifest(PointReader reader, byte[] bytes, Statement statement) {
        var file = reader.location().file(PointFile.MANIFEST);
        var digest = Sha256.of(bytes);
        if (!digest.equals(statement.manifest())) {
            throw file.refuse(
                    Refusal.DIGEST,
                    "its SHA-256 is %s, the signed statement says %s"
                            .formatted(digest, statement.manifest()));
        }
        var manifest = parseManifest(file, bytes);
        if (!manifest.heading().equals(statement.heading())
                || !manifest.cut().equals(statement.cut())) {
            throw file.refuse(Refusal.STATEMENT, "it says of itself other than the statement");
        }
        return manifest;
    }

    private static Manifest parseManifest(PointFile file, byte[] bytes) {
        try {
            var manifest = ManifestJson.read(CanonicalJson.read(bytes));
            if (!Arrays.equals(ManifestJson.write(manifest), bytes)) {
                throw new IllegalArgumentException("it isn't spelled canonically");
            }
            return manifest;
        } catch (NewerFormatException e) {
            throw file.refuse(Refusal.FORMAT, String.valueOf(e.getMessage()), e);
        } catch (IllegalArgumentException e) {
            throw file.refuse(Refusal.MALFORMED, String.valueOf(e.getMessage()), e);
        }
    }
}
