package io.sistership.vault;

import io.sistership.model.Sha256;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Points that list the segments of an earlier one, as deltas do, and points that a publisher which
/// died has half copied.
final class PointLists {

    private final Ages ages;

    PointLists(Ages ages) {
        this.ages = ages;
    }

    /// The keys of the segments that a point of the vault lists.
    Set<String> segmentsOf(PointId id) {
        return ages.vault.keys().stream()
                .filter(new ListedSegments(ages.vault, "shop").of(id)::contains)
                .collect(Collectors.toSet());
    }

    /// A point in the outbox that follows the accepted one and lists all that it lists, as a delta of
    /// an unchanged cluster does.
    private PointId writeListing(PointId accepted) {
        var heading = ages.heading();
        var location = PointLocation.outbox(heading.id());
        var old = manifest(accepted);
        var manifest =
                ManifestJson.write(
                        new Manifest(
                                heading,
                                old.cut(),
                                old.epoch(),
                                old.keys(),
                                old.types(),
                                old.documents(),
                                old.unavailable(),
                                old.leftOut()));
        ages.sample.outbox.put(location.manifest(), manifest);
        ages.sample.outbox.put(location.envelope(), envelope(heading, old.cut(), manifest));
        return heading.id();
    }

    /// Captures and publishes such a point.
    PointId publishListing(PointId accepted) {
        var id = writeListing(accepted);
        ages.publish(id);
        return id;
    }

    /// Copies a point from the outbox, as a publisher does that dies before the mark.
    void copyIntoVault(PointId id) {
        copyWithoutEnvelope(id);
        copy(PointLocation.outbox(id).envelope(), PointLocation.vault("shop", id).envelope());
        Outbox.clear(ages.sample.outbox, id);
    }

    /// Copies a point from the outbox, as a publisher does that dies before the envelope.
    void copyWithoutEnvelope(PointId id) {
        copySegments(id);
        copy(PointLocation.outbox(id).manifest(), PointLocation.vault("shop", id).manifest());
    }

    /// Copies a point from the outbox, as a publisher does that dies before the manifest.
    void copySegments(PointId id) {
        var from = PointLocation.outbox(id);
        var to = PointLocation.vault("shop", id);
        for (var blob : ages.sample.outbox.list(from.segments())) {
            copy(blob.key(), blob.key().replace(from.segments(), to.segments()));
        }
    }

    private void copy(String from, String to) {
        ages.vault.putNew(to, ages.sample.outbox.content(from));
    }

    private Manifest manifest(PointId id) {
        return new PointVerifier(ages.vault, ages.sample.pins)
                .signed(PointLocation.vault("shop", id), Sample.EXPECTED)
                .manifest();
    }

    private byte[] envelope(PointHeading heading, Optional<String> cut, byte[] manifest) {
        var signer = ages.sample.signer;
        var payload =
                StatementJson.write(
                        new Statement(heading, cut, Sha256.of(manifest), signer.keyId()));
        return new Envelope(
                        Envelope.Bytes.of(payload),
                        signer.keyId(),
                        Envelope.Bytes.of(signer.sign(Envelope.preAuthentication(payload))))
                .write();
    }
}
