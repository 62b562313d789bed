package io.sistership.vault;

import java.util.Optional;

/// Finds out what a capture may build on, on the recovery side, which alone can read the vault.
public final class Precedents {

    private final BlobStore vault;
    private final Pins pins;

    public Precedents(BlobStore vault, Pins pins) {
        this.vault = vault;
        this.pins = pins;
    }

    /// The accepted point that the next one has to follow.
    public Precedent of(Optional<PointLink> previous, Expectations expected) {
        return previous.map(link -> of(link, expected)).orElseGet(Precedent.None::new);
    }

    private Precedent of(PointLink link, Expectations expected) {
        Manifest manifest;
        try {
            manifest = accepted(link, expected).manifest();
        } catch (RefusedPointException e) {
            return new Precedent.Unusable(String.valueOf(e.getMessage()));
        }
        var held = VaultSegments.of(vault, expected.clusterName());
        return manifest.segments().stream()
                .filter(segment -> !held.hold(segment))
                .findFirst()
                .<Precedent>map(segment ->
                        new Precedent.Unusable(
                                "the vault no longer holds %s of point %s"
                                        .formatted(segment.file(), link.point())))
                .orElseGet(() -> new Precedent.Usable(manifest));
    }

    /// The signed point that a mark names.
    ///
    /// @throws RefusedPointException if it isn't what it was when it was accepted
    SignedPoint accepted(PointLink link, Expectations expected) {
        var location = PointLocation.vault(expected.clusterName(), link.point());
        var signed = new PointVerifier(vault, pins).signed(location, expected);
        if (!signed.statement().link().equals(link)) {
            throw location.file(PointFile.MANIFEST)
                    .refuse(
                            Refusal.DIGEST,
                            "its SHA-256 is %s, %s was accepted"
                                    .formatted(signed.statement().manifest(), link.digest()));
        }
        return signed;
    }
}
