package io.sistership.vault;

import io.sistership.model.FailureKind;
import io.sistership.model.SistershipException;
import org.jspecify.annotations.Nullable;

/// The keeper of the wrapping key doesn't let this reader unwrap a data key of this context.
public final class UnwrapDeniedException extends SistershipException {

    private static final long serialVersionUID = 1L;

    /// @param message the keeper's own words
    public UnwrapDeniedException(String message, @Nullable Throwable cause) {
        super(
                FailureKind.ACCESS,
                "unwrap-denied",
                message,
                "Use a role whose policy allows it.",
                cause);
    }
}
