package io.sistership.vault;

import io.sistership.model.SegmentClass;
import io.sistership.model.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;

/// Makes points that the pinned key did sign, but whose contents are wrong.
final class Forger {

    private final Sample sample;
    private final PointHeading heading;
    private final PointLocation location;
    private final PointKeys keys;

    Forger(Sample sample) {
        this.sample = sample;
        this.heading = sample.heading();
        this.location = PointLocation.outbox(heading.id());
        this.keys = new PointKeys(heading, sample.keys);
    }

    PointId id() {
        return heading.id();
    }

    /// A segment of deployments with these plain contents, listed with this count and plain size.
    SegmentEntry segment(byte[] plain, long listedPlain, long listedCount) {
        return segment(LineCompressor.frame(plain), listedPlain, listedCount, SegmentClass.OBJECTS);
    }

    SegmentEntry segment(
            byte[] compressed, long listedPlain, long listedCount, SegmentClass segmentClass) {
        var key = keys.of(segmentClass);
        var sealed = seal(key.seal(), compressed);
        var entry =
                new SegmentEntry(
                        Base32.random(26, sample.random),
                        key.key().id(),
                        Sha256.of(sealed),
                        sealed.length,
                        listedPlain,
                        listedCount);
        sample.outbox.putNew(location.segment(entry), sealed);
        return entry;
    }

    static byte[] seal(Seal seal, byte[] compressed) {
        var sealed = new ByteArrayOutputStream();
        try (var out = seal.sealing(sealed)) {
            out.write(compressed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sealed.toByteArray();
    }

    /// The header line, with its line break, that a segment of deployments ought to have.
    static String header(long count) {
        return new String(SegmentHeader.of(Sample.DEPLOYMENTS, count), StandardCharsets.UTF_8)
                + "\n";
    }

    /// Signs a manifest that lists this segment, after `change` had its way with the text.
    void sign(SegmentEntry segment, UnaryOperator<String> change) {
        sign(segment.count(), new TypeContents.Whole(List.of(segment)), change);
    }

    /// Signs a manifest that lists these contents, after `change` had its way with the text.
    void sign(long count, TypeContents contents, UnaryOperator<String> change) {
        var type =
                new TypeEntry(
                        new TypeHeader(Sample.DEPLOYMENTS, List.of("v1")),
                        new Consistency("4711", true),
                        count,
                        contents);
        var manifest =
                new Manifest(
                        heading,
                        java.util.Optional.of("4711"),
                        heading.id(),
                        keys.wrapped(),
                        List.of(type),
                        List.of(),
                        List.of(),
                        List.of());
        sign(change.apply(new String(ManifestJson.write(manifest), StandardCharsets.UTF_8)));
    }

    private void sign(String manifest) {
        var bytes = Sample.utf8(manifest);
        var statement =
                StatementJson.write(
                        new Statement(
                                heading,
                                java.util.Optional.of("4711"),
                                Sha256.of(bytes),
                                sample.signer.keyId()));
        var signature = sample.signer.sign(Envelope.preAuthentication(statement));
        var envelope =
                new Envelope(
                        Envelope.Bytes.of(statement),
                        sample.signer.keyId(),
                        Envelope.Bytes.of(signature));
        sample.outbox.putNew(location.manifest(), bytes);
        sample.outbox.putNew(location.envelope(), envelope.write());
    }
}
