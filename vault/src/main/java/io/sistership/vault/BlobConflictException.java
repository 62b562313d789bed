package io.sistership.vault;

import io.sistership.model.FailureKind;
import io.sistership.model.SistershipException;
import org.jspecify.annotations.Nullable;

/// A conditional write that lost: the key was taken, or its blob changed since it was read.
public final class BlobConflictException extends SistershipException {

    private static final long serialVersionUID = 1L;

    private final String key;

    public BlobConflictException(String store, String key, @Nullable Throwable cause) {
        super(
                FailureKind.UNFINISHED,
                "blob-conflict",
                "%s/%s was written by somebody else meanwhile".formatted(store, key),
                "Run the command again.",
                cause);
        this.key = key;
    }

    public String key() {
        return key;
    }
}
