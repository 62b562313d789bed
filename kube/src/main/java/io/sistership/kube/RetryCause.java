package io.sistership.kube;

/// Why a request was sent once more.
public enum RetryCause {
    /// 429.
    THROTTLED,
    /// 502, 503, or the server asked for it by `Retry-After`.
    UNAVAILABLE,
    /// 500.
    SERVER_ERROR,
    /// No connection, or it broke.
    CONNECTION,
    /// No answer in time.
    TIMEOUT,
    /// 401: with a new token.
    TOKEN
}
