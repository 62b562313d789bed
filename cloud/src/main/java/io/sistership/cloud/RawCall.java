package io.sistership.cloud;

import io.sistership.aws.AwsErrors;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;

/// One typed call whose bytes are raw, with its failure classified.
final class RawCall {

    /// What makes a typed request raw; goes to its `overrideConfiguration`.
    interface Raw extends Consumer<AwsRequestOverrideConfiguration.Builder> {}

    private RawCall() {}

    /// The response's bytes.
    ///
    /// @param call what is asked, for messages: `eks:DescribeCluster shop`
    static byte[] read(String call, Consumer<Raw> request) {
        var response = new RawExchange.Response();
        return AwsErrors.calling(
                call,
                () -> {
                    request.accept(
                            with -> with.putExecutionAttribute(RawExchange.RESPONSE, response));
                    return response.bytes();
                });
    }

    /// As [#read], with this body in the place of the typed request's.
    static byte[] write(String call, byte[] body, Consumer<Raw> request) {
        var response = new RawExchange.Response();
        return AwsErrors.calling(
                call,
                () -> {
                    request.accept(with ->
                            with.putExecutionAttribute(RawExchange.RESPONSE, response)
                                    .putExecutionAttribute(RawExchange.BODY, body));
                    return response.bytes();
                });
    }
}
