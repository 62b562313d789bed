package io.sistership.vault;

/// A signed point together with the bytes that were verified, so that these and no others are
/// copied.
final class SignedFiles {

    private final SignedPoint point;
    private final byte[] envelope;
    private final byte[] manifest;

    SignedFiles(SignedPoint point, byte[] envelope, byte[] manifest) {
        this.point = point;
        this.envelope = envelope;
        this.manifest = manifest;
    }

    SignedPoint point() {
        return point;
    }

    byte[] envelope() {
        return envelope;
    }

    byte[] manifest() {
        return manifest;
    }
}
