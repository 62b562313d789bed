package io.sistership.kube;

import java.io.IOException;

/// No connection could be made, so no byte of a request can have reached the server.
final class NotConnected extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final IOException failure;

    NotConnected(IOException failure) {
        super(failure.getMessage(), failure);
        this.failure = failure;
    }

    /// Why: of TCP, TLS, or the name's lookup.
    IOException failure() {
        return failure;
    }
}
