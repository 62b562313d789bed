package io.sistership.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sistership.model.FailureKind;
import java.net.ConnectException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

class AwsErrorsTest {

    @ParameterizedTest
    @CsvSource({
        "ResourceNotFoundException, 404, NOT_FOUND",
        "NoSuchEntity, 404, NOT_FOUND",
        "InvalidSubnetID.NotFound, 400, NOT_FOUND",
        "ResourceInUseException, 409, CONFLICT",
        "InvalidGroup.Duplicate, 400, CONFLICT",
        "PreconditionFailed, 412, PRECONDITION",
        "AccessDeniedException, 400, DENIED",
        "UnauthorizedOperation, 403, DENIED",
        "ExpiredToken, 400, CREDENTIALS",
        "InvalidClientTokenId, 403, CREDENTIALS",
        "Throttling, 400, THROTTLED",
        "RequestLimitExceeded, 503, THROTTLED",
        "ResourceLimitExceededException, 400, LIMIT",
        "InvalidParameterException, 400, INVALID",
        "SomethingNew, 400, INVALID",
        "SomethingNew, 503, UNAVAILABLE",
        "'', 404, NOT_FOUND",
        "'', 403, DENIED"
    })
    void tells_what_a_services_code_means(String code, int status, AwsProblem problem) {
        assertThat(AwsErrors.problem(answer(code, "no", status))).isEqualTo(problem);
    }

    @Test
    void a_stack_that_is_not_there_is_not_found_although_cloudformation_calls_it_invalid() {
        var missing = answer("ValidationError", "Stack with id sistership-x does not exist", 400);

        assertThat(AwsErrors.problem(missing)).isEqualTo(AwsProblem.NOT_FOUND);
        assertThat(AwsErrors.problem(answer("ValidationError", "1 is too short", 400)))
                .isEqualTo(AwsProblem.INVALID);
    }

    @Test
    void tells_network_certificate_and_credentials_apart_when_nobody_answered() {
        assertThat(unanswered("connect", new ConnectException("refused")))
                .isEqualTo(AwsProblem.UNREACHABLE);
        assertThat(unanswered("resolve", new UnknownHostException("eks.nowhere")))
                .isEqualTo(AwsProblem.UNREACHABLE);
        assertThat(unanswered("handshake", new SSLHandshakeException("PKIX path building failed")))
                .isEqualTo(AwsProblem.CERTIFICATE);
        assertThat(
                        AwsErrors.problem(
                                SdkClientException.create(
                                        "Unable to load credentials from any of the providers")))
                .isEqualTo(AwsProblem.CREDENTIALS);
        assertThat(AwsErrors.problem(SdkClientException.create("something else")))
                .isEqualTo(AwsProblem.OTHER);
    }

    @Test
    void the_message_names_the_call_the_code_and_the_services_words() {
        assertThatThrownBy(() ->
                        AwsErrors.calling(
                                "eks:DescribeCluster shop",
                                () -> {
                                    throw answer(
                                            "ResourceNotFoundException",
                                            "No cluster found for name: shop.",
                                            404);
                                }))
                .isInstanceOf(AwsException.class)
                .hasMessage(
                        "eks:DescribeCluster shop: ResourceNotFoundException: No cluster found for"
                                + " name: shop.")
                .satisfies(e -> {
                    var failure = (AwsException) e;
                    assertThat(failure.notFound()).isTrue();
                    assertThat(failure.kind()).isEqualTo(FailureKind.ACCESS);
                    assertThat(failure.code()).isEqualTo("aws-not-found");
                    assertThat(failure.fix())
                            .isEqualTo("check the name, the account and the region");
                });
    }

    private static AwsProblem unanswered(String message, Exception cause) {
        return AwsErrors.problem(
                SdkClientException.builder().message(message).cause(cause).build());
    }

    private static AwsServiceException answer(String code, String message, int status) {
        return AwsServiceException.builder()
                .message(message)
                .statusCode(status)
                .awsErrorDetails(
                        AwsErrorDetails.builder().errorCode(code).errorMessage(message).build())
                .build();
    }
}
