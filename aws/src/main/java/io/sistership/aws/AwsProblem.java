package io.sistership.aws;

import io.sistership.model.FailureKind;

/// What an AWS call failed of, whatever the service calls it.
public enum AwsProblem {
    /// What was asked for isn't there.
    NOT_FOUND(FailureKind.ACCESS),
    /// Something of that name is there already, or is being changed by somebody else.
    CONFLICT(FailureKind.UNFINISHED),
    /// A condition of the request (`If-Match`, `If-None-Match`) doesn't hold.
    PRECONDITION(FailureKind.UNFINISHED),
    /// The caller is known and may not.
    DENIED(FailureKind.ACCESS),
    /// No credentials, or ones that are expired or unknown.
    CREDENTIALS(FailureKind.ACCESS),
    /// Too many requests.
    THROTTLED(FailureKind.UNFINISHED),
    /// The service refuses the request itself.
    INVALID(FailureKind.UNFINISHED),
    /// A quota of the account is used up.
    LIMIT(FailureKind.UNFINISHED),
    /// The service answers, but can't do it now.
    UNAVAILABLE(FailureKind.UNFINISHED),
    /// No answer: name, network, timeout.
    UNREACHABLE(FailureKind.ACCESS),
    /// The endpoint's certificate isn't trusted.
    CERTIFICATE(FailureKind.ACCESS),
    /// Anything else.
    OTHER(FailureKind.UNFINISHED);

    private final FailureKind kind;

    AwsProblem(FailureKind kind) {
        this.kind = kind;
    }

    /// The kind of failure that a command ends with where nobody handles the problem.
    public FailureKind kind() {
        return kind;
    }
}
