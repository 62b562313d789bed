package io.sistership.kube;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// When a request is sent once more, and after how long. Immutable.
///
/// 429 and 503 are repeated for every method, as the server says that it did not act; everything
/// else only where repeating can't do the same thing twice. A server's `Retry-After` is honoured.
///
/// @param attempts how often a request is sent at most when the server or the connection fails;
///     throttling, and connections refused by a server that answered before, are bounded by
///     `patience` alone
/// @param backoff before the second attempt; doubles from there, with jitter
/// @param longest wait between two attempts where the server doesn't say
/// @param patience all waits of one request together
/// @param hasty whether throttling is bounded by `attempts` too, and a timeout is final
public record RetryPolicy(
        int attempts, Duration backoff, Duration longest, Duration patience, boolean hasty) {

    /// The default: rides out a rolling replacement of the control plane's servers.
    public static RetryPolicy standard() {
        return new RetryPolicy(
                5, Duration.ofMillis(250), Duration.ofSeconds(10), Duration.ofMinutes(2), false);
    }

    /// Never.
    public static RetryPolicy none() {
        return new RetryPolicy(1, Duration.ZERO, Duration.ZERO, Duration.ZERO, false);
    }

    /// What is left of this policy for a server that nothing may wait for.
    RetryPolicy brief() {
        return new RetryPolicy(
                Math.min(attempts, 3), backoff, longest, Duration.ofSeconds(10), true);
    }

    /// What to do after the given failure of the given attempt (from 1), having waited so long.
    Optional<Retry> after(KubeException failure, Attempt attempt, RandomGenerator random) {
        return cause(failure, attempt.idempotent())
                .filter(cause ->
                        unbounded(cause)
                                || comesBack(failure, attempt)
                                || attempt.number() < attempts)
                .map(cause -> new Retry(cause, delay(failure, attempt.number(), random)))
                .filter(retry -> fits(retry, attempt));
    }

    private boolean fits(Retry retry, Attempt attempt) {
        return attempts > 1 && attempt.waited().plus(retry.delay()).compareTo(patience) <= 0;
    }

    private boolean unbounded(RetryCause cause) {
        return !hasty && (cause == RetryCause.THROTTLED || cause == RetryCause.UNAVAILABLE);
    }

    /// A server that has answered before and takes no connection now is being restarted or replaced.
    private boolean comesBack(KubeException failure, Attempt attempt) {
        return !hasty && attempt.answeredBefore() && failure.neverSent();
    }

    private Optional<RetryCause> cause(KubeException failure, boolean idempotent) {
        var repeatable = idempotent || !failure.mayHaveActed();
        return switch (failure.error()) {
            case THROTTLED -> Optional.of(RetryCause.THROTTLED);
            case UNAVAILABLE -> when(repeatable, RetryCause.UNAVAILABLE);
            case INTERNAL -> when(repeatable, RetryCause.SERVER_ERROR);
            case UNREACHABLE -> when(repeatable, RetryCause.CONNECTION);
            case TIMEOUT -> when(repeatable && !hasty, RetryCause.TIMEOUT);
            case AHEAD -> when(repeatable, RetryCause.TIMEOUT);
            case NOT_FOUND,
                    ALREADY_EXISTS,
                    CONFLICT,
                    DENIED,
                    INVALID,
                    GONE,
                    CERTIFICATE,
                    INTERRUPTED,
                    OTHER ->
                    Optional.empty();
        };
    }

    private static Optional<RetryCause> when(boolean condition, RetryCause cause) {
        return condition ? Optional.of(cause) : Optional.empty();
    }

    private Duration delay(KubeException failure, int attempt, RandomGenerator random) {
        var growing = backoff.multipliedBy(1L << Math.min(attempt - 1, 16));
        var capped = growing.compareTo(longest) < 0 ? growing : longest;
        var asked = failure.retryAfter().filter(Duration::isPositive); // 0 would be no wait at all
        var base = asked.orElse(capped);
        return base.plusMillis((long) (base.toMillis() * 0.25 * random.nextDouble()));
    }

    /// One attempt that failed.
    ///
    /// @param answeredBefore whether this server has ever answered this client
    record Attempt(int number, boolean idempotent, Duration waited, boolean answeredBefore) {}

    /// The next one.
    record Retry(RetryCause cause, Duration delay) {}
}
