package io.sistership.vault;

/// The capture's index can't be read to its end. No point depends on it: the capture begins again
/// as a new epoch ([PointWriter#beginEpoch(IndexDamagedException)]).
public final class IndexDamagedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    IndexDamagedException(String what, Throwable cause) {
        super(what, cause);
    }
}
