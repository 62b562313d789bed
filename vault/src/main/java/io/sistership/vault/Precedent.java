package io.sistership.vault;

/// The accepted point that a new one follows, as far as the new one may list its segments again.
public sealed interface Precedent {

    /// There is none: the new point is its cluster's first.
    record None() implements Precedent {}

    /// It was verified, and the vault holds all its segments.
    record Usable(Manifest manifest) implements Precedent {}

    /// Its segments can't be listed again.
    ///
    /// @param why in one sentence, without a full stop
    record Unusable(String why) implements Precedent {}
}
