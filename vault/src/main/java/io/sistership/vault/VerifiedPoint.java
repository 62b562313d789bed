package io.sistership.vault;

/// A point of which every byte is what a pinned key signed; still sealed.
public final class VerifiedPoint {

    private final SignedPoint signed;
    private final PointReader reader;

    VerifiedPoint(SignedPoint signed, PointReader reader) {
        this.signed = signed;
        this.reader = reader;
    }

    public SignedPoint signed() {
        return signed;
    }

    public Statement statement() {
        return signed.statement();
    }

    public Manifest manifest() {
        return signed.manifest();
    }

    /// Opens the point; keys are unwrapped when first needed, so that a reader who may not have
    /// Secrets can read the rest.
    public OpenPoint open(KeyWrapping wrapping) {
        return new OpenPoint(manifest(), reader, wrapping);
    }

    PointReader reader() {
        return reader;
    }
}
