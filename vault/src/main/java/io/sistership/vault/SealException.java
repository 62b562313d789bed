package io.sistership.vault;

import org.jspecify.annotations.Nullable;

/// Sealed bytes that don't open; the caller knows the file.
final class SealException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SealException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
