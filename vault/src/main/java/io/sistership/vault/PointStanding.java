package io.sistership.vault;

import java.util.Locale;

/// What a point in the vault is to the chain of accepted points.
public enum PointStanding {
    /// It is the accepted one, or one that this one follows.
    ACCEPTED,
    /// It follows the accepted one and isn't accepted (yet): its publisher is at work, or died.
    NEXT,
    /// It was signed and published, but another one was accepted in its place.
    NOT_ACCEPTED,
    /// It isn't what a pinned key signed.
    REFUSED;

    /// The words that people read.
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
