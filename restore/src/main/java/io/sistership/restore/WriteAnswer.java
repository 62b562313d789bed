package io.sistership.restore;

import io.sistership.translate.JsonDocument;

/// What became of one write. A cluster that can't be reached at all is an exception instead.
sealed interface WriteAnswer {

    /// Done; the object as it is now, or its metadata alone.
    record Written(JsonDocument object) implements WriteAnswer {}

    /// An object of that name is there.
    record Exists() implements WriteAnswer {}

    /// Somebody changed the object in between.
    record Conflict(String message) implements WriteAnswer {}

    /// It may well work later: a webhook didn't answer, the namespace or the type isn't there yet.
    record NotNow(Cause cause, String message) implements WriteAnswer {}

    /// It will never work with this body.
    record Invalid(String message) implements WriteAnswer {}

    /// Refused for a reason of the server's or of a webhook's.
    record Refused(String message) implements WriteAnswer {}

    /// Why a write may work later.
    enum Cause {
        /// The server, or a webhook that it called, failed.
        BACKEND,
        /// The namespace or the type isn't there.
        MISSING,
        /// The server is too busy.
        BUSY,
        /// No answer came: it may have been done.
        LOST
    }
}
