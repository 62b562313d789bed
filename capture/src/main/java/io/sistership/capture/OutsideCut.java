package io.sistership.capture;

/// Why a type shows another moment than the point's one revision.
///
/// @param cause for programs
/// @param reason for people
public record OutsideCut(Cause cause, String reason) {

    public OutsideCut {
        if (reason.isEmpty()) {
            throw new IllegalArgumentException("no reason is given for being outside the cut");
        }
    }

    /// The kinds of reasons.
    public enum Cause {
        /// An aggregated API serves it.
        ANOTHER_SERVER,
        /// It can't be told who serves it.
        UNKNOWN_SERVER,
        /// Its store's revisions aren't the main store's.
        ANOTHER_STORE,
        /// Its list broke off and had to start again.
        STARTED_AGAIN,
        /// It came, or came back, while the capture ran.
        CHANGED_MEANWHILE,
        /// Whoever made the capture wanted no cut.
        SWITCHED_OFF;

        /// Whether the next capture may well have the type in the cut.
        public boolean passing() {
            return switch (this) {
                case STARTED_AGAIN, CHANGED_MEANWHILE -> true;
                case ANOTHER_SERVER, UNKNOWN_SERVER, ANOTHER_STORE, SWITCHED_OFF -> false;
            };
        }
    }
}
