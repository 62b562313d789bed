package io.sistership.cloud;

import java.util.Locale;

/// What becomes of a member of an EKS document on the recovery side.
public enum Treatment {
    /// As it was.
    COPIED,
    /// As it was, unless a counterpart is known: then translated.
    COPIED_UNLESS_KNOWN,
    /// Replaced by its counterpart; without one, a recovery is blocked.
    TRANSLATED,
    /// Decided anew for the recovery cluster.
    SET,
    /// The recovery side makes its own.
    OMITTED,
    /// Kept in the recovery point and shown, not made again.
    RECORDED,
    /// A cluster that has it can't be recovered.
    REFUSED;

    static Treatment of(String word) {
        return word.equals("copied*")
                ? COPIED_UNLESS_KNOWN
                : valueOf(word.toUpperCase(Locale.ROOT));
    }
}
