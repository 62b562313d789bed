package io.sistership.model;

/// What kind of failure ended a command; each has its exit code (product: "Exit codes").
public enum FailureKind {
    /// Usage or configuration.
    USAGE(2),
    /// A recovery point was refused before anything of it was used.
    POINT_REFUSED(3),
    /// Credentials, not found, unreachable, certificate, not authorised.
    ACCESS(4),
    /// Refused before any write: blocked, leased by another run, name taken, Outposts.
    REFUSED(5),
    /// Unfinished, or objects failed; can be run again.
    UNFINISHED(6);

    private final int exitCode;

    FailureKind(int exitCode) {
        this.exitCode = exitCode;
    }

    /// The process's exit code.
    public int exitCode() {
        return exitCode;
    }
}
