package io.sistership.kube;

/// Where a connection's bearer token comes from. Implementations are thread-safe.
///
/// Asked before every request, so that a token may be renewed before it runs out; it should answer
/// from memory while its token is good.
@FunctionalInterface
public interface TokenSource {

    /// The token to send, without the word `Bearer`.
    String token();

    /// The server answered 401 to this token: the next [#token()] should be a new one. The request
    /// is sent once more afterwards.
    default void rejected(String token) {}
}
