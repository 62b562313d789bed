package io.sistership.restore;

/// Whether the recovery cluster can take objects of a type.
sealed interface Served {

    /// In the captured version.
    record Yes() implements Served {}

    /// By another server than the API server: its data lies with that one.
    record Elsewhere() implements Served {}

    /// Not at all, or in other versions.
    ///
    /// @param instead what is served, in words
    record No(String instead) implements Served {}

    /// The cluster doesn't exist yet.
    record Unknown() implements Served {}
}
