package io.sistership.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sistership.aws.AwsErrors;
import io.sistership.aws.AwsException;
import io.sistership.aws.AwsProblem;
import io.sistership.vault.UnwrapDeniedException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.core.exception.SdkException;

/// Calls that AWS must deny, and for no other reason than who asks.
final class Denials {

    private Denials() {}

    static void assertDenied(ThrowingCallable call) {
        assertThatThrownBy(call)
                .satisfies(failure ->
                        assertThat(problem(failure))
                                .as(String.valueOf(failure))
                                .isEqualTo(AwsProblem.DENIED));
    }

    private static AwsProblem problem(Throwable failure) {
        return switch (failure) {
            case UnwrapDeniedException _ -> AwsProblem.DENIED;
            case AwsException aws -> aws.problem();
            case SdkException sdk -> AwsErrors.problem(sdk);
            default -> throw new AssertionError("not an answer of AWS", failure);
        };
    }
}
