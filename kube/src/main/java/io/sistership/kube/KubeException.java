package io.sistership.kube;

import io.sistership.model.FailureKind;
import io.sistership.model.SistershipException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A request that an API server did not fulfil, classified.
public final class KubeException extends SistershipException {

    private static final long serialVersionUID = 1L;

    private static final int UNAUTHENTICATED = 401;

    private final KubeErrorKind error;
    private final int status;
    private final String reason;
    private final String serverMessage;
    private final String resource;
    private final @Nullable Duration retryAfter;
    private final boolean neverSent;

    KubeException(Problem problem) {
        super(
                problem.error.concernsAccess() ? FailureKind.ACCESS : FailureKind.UNFINISHED,
                "kubernetes-" + problem.error.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                problem.resource + ": " + problem.message,
                problem.fix,
                problem.cause);
        this.error = problem.error;
        this.status = problem.status;
        this.reason = problem.reason;
        this.serverMessage = problem.message;
        this.resource = problem.resource;
        this.retryAfter = problem.retryAfter;
        this.neverSent = problem.neverSent;
    }

    /// What the failure means.
    public KubeErrorKind error() {
        return error;
    }

    /// The HTTP status; 0 where none came.
    public int status() {
        return status;
    }

    /// The `reason` of the server's `Status` (`AlreadyExists`); empty where none came.
    public String reason() {
        return reason;
    }

    /// What the server said, or what went wrong on the way, without the request.
    public String serverMessage() {
        return serverMessage;
    }

    /// The request: method and path.
    public String resource() {
        return resource;
    }

    /// How long the server asks callers to wait.
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /// Whether the server may have acted although no answer came: a write must be looked up before
    /// it is repeated.
    public boolean mayHaveActed() {
        return !neverSent && (status == 0 || (status >= 500 && status != 503));
    }

    /// Whether no connection could be made.
    boolean neverSent() {
        return neverSent;
    }

    /// Whether nothing else will work either: the server can't be reached, isn't the one it was, or
    /// doesn't know the caller.
    public boolean concernsServer() {
        return is(KubeErrorKind.UNREACHABLE, KubeErrorKind.CERTIFICATE, KubeErrorKind.INTERRUPTED)
                || status == UNAUTHENTICATED;
    }

    /// Whether the failure is one of these.
    public boolean is(KubeErrorKind one, KubeErrorKind... others) {
        for (var other : others) {
            if (error == other) {
                return true;
            }
        }
        return error == one;
    }

    /// The fields of a failure on their way into the exception.
    record Problem(
            KubeErrorKind error,
            int status,
            String reason,
            String message,
            String resource,
            String fix,
            @Nullable Duration retryAfter,
            boolean neverSent,
            @Nullable Throwable cause) {}
}
