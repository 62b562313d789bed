package io.sistership.kube;

/// How a list ended. Everything else is a [KubeException].
public sealed interface ListOutcome {

    /// Every object was handed over, all as of one revision.
    record Complete(String revision, long objects, long bytes, int pages) implements ListOutcome {}

    /// What was handed over is part of a state that can't be had any more: drop it and list anew.
    ///
    /// @param cause why
    /// @param message the server's or the connection's words
    record StartAgain(Cause cause, String message) implements ListOutcome {}

    /// Why a list can't be continued.
    enum Cause {
        /// 410: the revision was compacted away. The token that comes with it would continue with a
        /// later state (KEP-365, "inconsistent continuation"), so it isn't used.
        EXPIRED,
        /// The type's store hasn't reached the revision, though it was waited for: it is another
        /// store than the one that the revision is from.
        AHEAD,
        /// The connection broke within the first page of a list that wasn't pinned to a revision:
        /// asked again, the server would answer with a later state.
        BROKEN
    }
}
