package io.sistership.vault;

import io.sistership.model.Sha256;
import java.util.Optional;

/// What is signed: which point this is, and the digest of its manifest.
///
/// @param heading as in the manifest
/// @param cut the one revision of all types in the cut; empty where there was none
/// @param manifest SHA-256 of `manifest.json`
/// @param signer the id of the key that signs
public record Statement(
        PointHeading heading, Optional<String> cut, Sha256 manifest, Sha256 signer) {

    /// What the next point names as its previous one.
    public PointLink link() {
        return new PointLink(heading.id(), manifest);
    }
}
