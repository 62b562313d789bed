package io.sistership.kube;

import java.time.Duration;

/// How a client uses its server. Immutable.
///
/// @param inFlight at most so many requests at once; fewer while the server throttles
/// @param connectTimeout for TCP and TLS
/// @param responseTimeout until the first byte of an answer
/// @param stallTimeout between two pieces of a body
/// @param briefTimeout both of these, for what may be another server than the cluster's; six times
///     as long for its whole answer
/// @param retries when a request is sent once more
public record KubeOptions(
        int inFlight,
        Duration connectTimeout,
        Duration responseTimeout,
        Duration stallTimeout,
        Duration briefTimeout,
        RetryPolicy retries) {

    public KubeOptions {
        if (inFlight < 1) {
            throw new IllegalArgumentException("requests in flight are below 1: " + inFlight);
        }
    }

    /// What fits a shared production server.
    public static KubeOptions standard() {
        return new KubeOptions(
                12,
                Duration.ofSeconds(10),
                Duration.ofSeconds(65), // the API server gives up by itself after 60 s
                Duration.ofSeconds(30),
                Duration.ofSeconds(10), // twice what the API server itself gives an aggregated API
                RetryPolicy.standard());
    }

    /// The same with these timeouts for an answer and between the pieces of its body.
    public KubeOptions timeouts(Duration response, Duration stall) {
        return new KubeOptions(inFlight, connectTimeout, response, stall, briefTimeout, retries);
    }

    /// The same with this retry policy.
    public KubeOptions retrying(RetryPolicy policy) {
        return new KubeOptions(
                inFlight, connectTimeout, responseTimeout, stallTimeout, briefTimeout, policy);
    }

    /// The same with at most so many requests at once.
    public KubeOptions inFlight(int requests) {
        return new KubeOptions(
                requests, connectTimeout, responseTimeout, stallTimeout, briefTimeout, retries);
    }

    /// The same with this timeout for what may be another server than the cluster's.
    public KubeOptions briefly(Duration timeout) {
        return new KubeOptions(
                inFlight, connectTimeout, responseTimeout, stallTimeout, timeout, retries);
    }

    Duration responseTimeout(Patience patience) {
        return patience == Patience.BRIEF ? briefTimeout : responseTimeout;
    }

    Duration stallTimeout(Patience patience) {
        return patience == Patience.BRIEF ? briefTimeout : stallTimeout;
    }

    /// For a whole answer. The cluster's own server is believed to come to its end.
    Duration wholeTimeout(Patience patience) {
        return patience == Patience.BRIEF ? briefTimeout.multipliedBy(6) : Duration.ofHours(1);
    }

    RetryPolicy retries(Patience patience) {
        return patience == Patience.BRIEF ? retries.brief() : retries;
    }
}
