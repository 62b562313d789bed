package io.sistership.cloud;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpRequest;

/// Lets raw bytes through the typed SDK: a response is handed out as it came, a request's body is
/// replaced before it is signed.
///
/// The SDK's own models drop members that are newer than they are, in both directions; its
/// endpoints, signatures, retries and errors are what we want of it. Thread-safe.
final class RawExchange implements ExecutionInterceptor {

    /// Where a call wants its response's bytes.
    static final ExecutionAttribute<Response> RESPONSE =
            new ExecutionAttribute<>("SistershipRawResponse");

    /// What a call sends instead of the typed request's body.
    static final ExecutionAttribute<byte[]> BODY = new ExecutionAttribute<>("SistershipRawBody");

    /// The bytes of one call's successful response. Confined to the calling thread, as calls are.
    static final class Response {

        private byte[] bytes = {};

        byte[] bytes() {
            return bytes;
        }
    }

    @Override
    public Optional<RequestBody> modifyHttpContent(
            Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
        var body = attributes.getAttribute(BODY);
        return body == null ? context.requestBody() : Optional.of(RequestBody.fromBytes(body));
    }

    @Override
    public SdkHttpRequest modifyHttpRequest(
            Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
        var body = attributes.getAttribute(BODY);
        return body == null
                ? context.httpRequest()
                : context.httpRequest().toBuilder()
                        .putHeader("Content-Length", Integer.toString(body.length))
                        .putHeader("Content-Type", "application/json")
                        .build();
    }

    @Override
    public Optional<InputStream> modifyHttpResponseContent(
            Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        var response = attributes.getAttribute(RESPONSE);
        if (response == null || !context.httpResponse().isSuccessful()) {
            return context.responseBody();
        }
        return context.responseBody().map(body -> keep(response, body));
    }

    private static InputStream keep(Response response, InputStream body) {
        try (body) {
            response.bytes = body.readAllBytes();
            return new ByteArrayInputStream(response.bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
