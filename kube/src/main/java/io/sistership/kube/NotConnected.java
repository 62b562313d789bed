package io.sistership.kube;

import java.io.IOException;

/// No connection could be made, so no byte of a request can have reached the server.
final class NotConnected extends IOException {

    private static final long serialVersionUID = 1L;

    NotConnected(Exception cause) {
        super(cause.getMessage(), cause);
    }
}
