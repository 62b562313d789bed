package io.sistership.vault;

import io.sistership.model.FailureKind;
import io.sistership.model.SistershipException;
import org.jspecify.annotations.Nullable;

/// A key under which a store holds nothing.
public final class BlobNotFoundException extends SistershipException {

    private static final long serialVersionUID = 1L;

    private final String key;

    public BlobNotFoundException(String store, String key, @Nullable Throwable cause) {
        super(
                FailureKind.ACCESS,
                "blob-not-found",
                "nothing is stored at %s/%s".formatted(store, key),
                "",
                cause);
        this.key = key;
    }

    public String key() {
        return key;
    }
}
