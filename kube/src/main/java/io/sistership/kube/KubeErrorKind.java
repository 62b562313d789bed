package io.sistership.kube;

/// What an API server's refusal, or the way to it, means for the caller.
public enum KubeErrorKind {
    NOT_FOUND,
    ALREADY_EXISTS,
    CONFLICT,
    /// 401: the server doesn't know the caller; 403: it knows, and refuses.
    DENIED,
    /// 400, 413, 422: this body will never be accepted as it is.
    INVALID,
    /// 429.
    THROTTLED,
    /// 410: a continue token or a revision is older than the server's history.
    GONE,
    /// 504 of its own kind: the revision asked for is newer than what the type's store has reached.
    AHEAD,
    /// 502, 503, or the server wants to be asked again later.
    UNAVAILABLE,
    /// 500: the server, or a webhook that it asked, failed.
    INTERNAL,
    /// No answer, or no further bytes of it, in time; 504, 408.
    TIMEOUT,
    /// The server's certificate isn't one of the cluster's authority, or is for another host.
    CERTIFICATE,
    /// No connection, or one that broke.
    UNREACHABLE,
    /// The thread was interrupted.
    INTERRUPTED,
    OTHER;

    /// Whether nothing of a cluster can be had while this stands.
    boolean concernsAccess() {
        return switch (this) {
            case DENIED, CERTIFICATE, UNREACHABLE -> true;
            case NOT_FOUND,
                    ALREADY_EXISTS,
                    CONFLICT,
                    INVALID,
                    THROTTLED,
                    GONE,
                    AHEAD,
                    UNAVAILABLE,
                    INTERNAL,
                    TIMEOUT,
                    INTERRUPTED,
                    OTHER ->
                    false;
        };
    }
}
