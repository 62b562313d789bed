package io.sistership.aws;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/// The one place that knows which failure of the AWS SDK means what.
///
/// Source of the codes: the "Common errors" page of each service's API reference.
public final class AwsErrors {

    private static final Map<String, AwsProblem> BY_CODE =
            Map.ofEntries(
                    // STS and every service: who is calling
                    Map.entry("ExpiredToken", AwsProblem.CREDENTIALS),
                    Map.entry("ExpiredTokenException", AwsProblem.CREDENTIALS),
                    Map.entry("RequestExpired", AwsProblem.CREDENTIALS),
                    Map.entry("InvalidClientTokenId", AwsProblem.CREDENTIALS),
                    Map.entry("InvalidAccessKeyId", AwsProblem.CREDENTIALS),
                    Map.entry("InvalidToken", AwsProblem.CREDENTIALS),
                    Map.entry("UnrecognizedClientException", AwsProblem.CREDENTIALS),
                    Map.entry("SignatureDoesNotMatch", AwsProblem.CREDENTIALS),
                    Map.entry("InvalidSignatureException", AwsProblem.CREDENTIALS),
                    Map.entry("IncompleteSignature", AwsProblem.CREDENTIALS),
                    Map.entry("AuthFailure", AwsProblem.CREDENTIALS),
                    // and what they may
                    Map.entry("AccessDenied", AwsProblem.DENIED),
                    Map.entry("AccessDeniedException", AwsProblem.DENIED),
                    Map.entry("UnauthorizedOperation", AwsProblem.DENIED),
                    Map.entry("UnauthorizedException", AwsProblem.DENIED),
                    // not there: EKS, IAM, ECR, KMS, S3
                    Map.entry("ResourceNotFoundException", AwsProblem.NOT_FOUND),
                    Map.entry("NotFoundException", AwsProblem.NOT_FOUND),
                    Map.entry("NoSuchEntity", AwsProblem.NOT_FOUND),
                    Map.entry("NoSuchEntityException", AwsProblem.NOT_FOUND),
                    Map.entry("RepositoryNotFoundException", AwsProblem.NOT_FOUND),
                    Map.entry("ImageNotFoundException", AwsProblem.NOT_FOUND),
                    Map.entry("NoSuchKey", AwsProblem.NOT_FOUND),
                    Map.entry("NoSuchBucket", AwsProblem.NOT_FOUND),
                    Map.entry("NoSuchVersion", AwsProblem.NOT_FOUND),
                    Map.entry("NoSuchObjectLockConfiguration", AwsProblem.NOT_FOUND),
                    // already there, or being changed: EKS, IAM, S3, KMS
                    Map.entry("ResourceInUseException", AwsProblem.CONFLICT),
                    Map.entry("EntityAlreadyExists", AwsProblem.CONFLICT),
                    Map.entry("EntityAlreadyExistsException", AwsProblem.CONFLICT),
                    Map.entry("AlreadyExistsException", AwsProblem.CONFLICT),
                    Map.entry("ConcurrentModification", AwsProblem.CONFLICT),
                    Map.entry("ConditionalRequestConflict", AwsProblem.PRECONDITION),
                    Map.entry("PreconditionFailed", AwsProblem.PRECONDITION),
                    // quotas
                    Map.entry("ResourceLimitExceededException", AwsProblem.LIMIT),
                    Map.entry("LimitExceeded", AwsProblem.LIMIT),
                    Map.entry("LimitExceededException", AwsProblem.LIMIT),
                    // the request itself
                    Map.entry("ValidationError", AwsProblem.INVALID),
                    Map.entry("ValidationException", AwsProblem.INVALID),
                    Map.entry("InvalidParameterException", AwsProblem.INVALID),
                    Map.entry("InvalidRequestException", AwsProblem.INVALID));

    private AwsErrors() {}

    /// Makes a call and classifies its failure.
    ///
    /// @param call what is asked of AWS, for the message: `eks:DescribeCluster shop`
    /// @throws AwsException instead of whatever the SDK throws
    public static <T> T calling(String call, Supplier<T> supplier) {
        try {
            return supplier.get();
        } catch (SdkException e) {
            throw of(call, e);
        }
    }

    /// The failure as an exception that names the call and what to do next.
    public static AwsException of(String call, SdkException failure) {
        var problem = problem(failure);
        return new AwsException(
                problem, code(failure), call + ": " + words(failure), fix(problem), failure);
    }

    /// What a failure means.
    public static AwsProblem problem(SdkException failure) {
        return failure instanceof AwsServiceException service
                ? answered(service)
                : unanswered(failure);
    }

    /// Whether S3 saw two conditional writes of one key at once and wants the request again.
    static boolean isConcurrentWrite(SdkException failure) {
        return code(failure).equals("ConditionalRequestConflict");
    }

    private static AwsProblem answered(AwsServiceException failure) {
        var code = code(failure);
        var known = BY_CODE.get(code);
        if (known != null && !missingStack(failure, known)) {
            return known;
        }
        if (missingStack(failure, known)) {
            return AwsProblem.NOT_FOUND;
        }
        if (failure.isThrottlingException()) {
            return AwsProblem.THROTTLED;
        }
        // EC2 has a code per kind of resource: InvalidSubnetID.NotFound, InvalidGroup.Duplicate.
        if (code.endsWith(".NotFound")) {
            return AwsProblem.NOT_FOUND;
        }
        if (code.endsWith(".Duplicate")) {
            return AwsProblem.CONFLICT;
        }
        return byStatus(failure.statusCode());
    }

    // CloudFormation has no code of its own for a stack that isn't there.
    private static boolean missingStack(AwsServiceException failure, @Nullable AwsProblem known) {
        return known == AwsProblem.INVALID && words(failure).contains("does not exist");
    }

    private static AwsProblem byStatus(int status) {
        return switch (status) {
            case 401, 403 -> AwsProblem.DENIED;
            case 404 -> AwsProblem.NOT_FOUND;
            case 409 -> AwsProblem.CONFLICT;
            case 412 -> AwsProblem.PRECONDITION;
            case 429 -> AwsProblem.THROTTLED;
            default -> byClass(status / 100);
        };
    }

    private static AwsProblem byClass(int hundreds) {
        return switch (hundreds) {
            case 4 -> AwsProblem.INVALID;
            case 5 -> AwsProblem.UNAVAILABLE;
            default -> AwsProblem.OTHER;
        };
    }

    private static AwsProblem unanswered(SdkException failure) {
        if (failure instanceof ApiCallTimeoutException
                || failure instanceof ApiCallAttemptTimeoutException) {
            return AwsProblem.UNREACHABLE;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case SSLException _ -> {
                    return AwsProblem.CERTIFICATE;
                }
                case ConnectException _,
                        NoRouteToHostException _,
                        SocketTimeoutException _,
                        UnknownHostException _ -> {
                    return AwsProblem.UNREACHABLE;
                }
                default -> {}
            }
        }
        return speaksOfCredentials(failure) ? AwsProblem.CREDENTIALS : AwsProblem.OTHER;
    }

    // The SDK has no type of its own for this: SdkClientException with one of these texts.
    private static boolean speaksOfCredentials(SdkException failure) {
        var text = words(failure);
        return failure instanceof SdkClientException
                && !(failure instanceof AbortedException)
                && (text.contains("redentials") || text.contains("rofile"));
    }

    private static String code(SdkException failure) {
        return failure instanceof AwsServiceException service
                        && service.awsErrorDetails() != null
                        && service.awsErrorDetails().errorCode() != null
                ? service.awsErrorDetails().errorCode()
                : "";
    }

    private static String words(SdkException failure) {
        if (failure instanceof AwsServiceException service
                && service.awsErrorDetails() != null
                && service.awsErrorDetails().errorMessage() != null) {
            return code(service) + ": " + service.awsErrorDetails().errorMessage();
        }
        return String.valueOf(failure.getMessage());
    }

    private static String fix(AwsProblem problem) {
        return switch (problem) {
            case NOT_FOUND -> "check the name, the account and the region";
            case CONFLICT, PRECONDITION -> "run the command again once the other change has ended";
            case DENIED ->
                    "deploy the current access stacks (sistership access), or ask for the permission"
                            + " that the message names";
            case CREDENTIALS ->
                    "renew the credentials; aws sts get-caller-identity --profile NAME shows whether"
                            + " they work";
            case THROTTLED, UNAVAILABLE -> "run the command again; it goes on where it stopped";
            case INVALID, OTHER -> "";
            case LIMIT ->
                    "ask for a higher quota: aws service-quotas request-service-quota-increase";
            case UNREACHABLE -> "check the network, the region's name and AWS_ENDPOINT_URL";
            case CERTIFICATE -> "check AWS_ENDPOINT_URL, AWS_CA_BUNDLE and any proxy on the way";
        };
    }
}
