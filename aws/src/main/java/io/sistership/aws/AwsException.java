package io.sistership.aws;

import io.sistership.model.SistershipException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A failed AWS call, classified. The message names the call, the service's own code and words.
public final class AwsException extends SistershipException {

    private static final long serialVersionUID = 1L;

    private final AwsProblem problem;
    private final String errorCode;

    /// @param errorCode the service's own; empty where no service answered
    public AwsException(
            AwsProblem problem,
            String errorCode,
            String message,
            String fix,
            @Nullable Throwable cause) {
        super(
                problem.kind(),
                "aws-" + problem.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                message,
                fix,
                cause);
        this.problem = problem;
        this.errorCode = errorCode;
    }

    public AwsProblem problem() {
        return problem;
    }

    public String errorCode() {
        return errorCode;
    }

    /// Whether what was asked for isn't there.
    public boolean notFound() {
        return problem == AwsProblem.NOT_FOUND;
    }
}
