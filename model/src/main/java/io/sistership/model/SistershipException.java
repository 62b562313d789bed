package io.sistership.model;

import org.jspecify.annotations.Nullable;

/// A failure that a person can understand and mend: what is wrong and where (the message), and what
/// to do next.
///
/// Each module may extend it with fields of its own. Anything else that reaches the edge of a
/// process is an internal error.
public class SistershipException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final FailureKind kind;
    private final String code;
    private final String fix;

    /// @param code stable, in kebab case, for programs
    /// @param message what is wrong and where, without a full stop's worth of stack trace
    /// @param fix what to do next; may be empty
    public SistershipException(FailureKind kind, String code, String message, String fix) {
        this(kind, code, message, fix, null);
    }

    /// As above, with the cause.
    public SistershipException(
            FailureKind kind, String code, String message, String fix, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.code = code;
        this.fix = fix;
    }

    public FailureKind kind() {
        return kind;
    }

    public String code() {
        return code;
    }

    public String fix() {
        return fix;
    }

    /// The same as an issue, for the JSON document of a failed command.
    public Issue asIssue(String where) {
        return Issue.blocking(code, where, String.valueOf(getMessage()), fix);
    }
}
