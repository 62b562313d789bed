package io.sistership.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sistership.model.Region;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// An AWS endpoint on loopback that answers S3, KMS and STS as far as this module speaks to them,
/// and whose answers can be changed one by one. Thread-safe.
final class FakeAws implements AutoCloseable {

    private final HttpServer server;
    private final FakeBucket bucket = new FakeBucket();
    private final FakeKms kms = new FakeKms();
    private final Deque<UnaryOperator<Answer>> faults = new ArrayDeque<>();
    private final Deque<Answer> refusals = new ArrayDeque<>();
    private final List<String> calls = new ArrayList<>();

    /// One answer.
    record Answer(int status, String type, Bytes body, String etag, String marker) {

        static Answer of(int status, String type, byte[] body) {
            return new Answer(status, type, new Bytes(body), "", "");
        }

        static Answer xml(int status, String body) {
            return of(status, "text/xml", Requests.utf8(body));
        }

        static Answer s3Error(int status, String code) {
            return xml(
                    status,
                    "<Error><Code>%s</Code><Message>said the fake</Message></Error>"
                            .formatted(code));
        }

        Answer tagged(String etag, String marker) {
            return new Answer(status, type, body, etag, marker);
        }
    }

    /// Bytes as a value.
    static final class Bytes {
        private final byte[] bytes;

        Bytes(byte[] bytes) {
            this.bytes = bytes.clone();
        }

        byte[] bytes() {
            return bytes.clone();
        }
    }

    FakeAws() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    AwsSession session() {
        return AwsSession.at(
                endpoint(),
                new Region("us-east-1"),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAFAKE", "secret")));
    }

    FakeKms kms() {
        return kms;
    }

    /// The next request is handled, but answered like this.
    synchronized void nextAnswer(UnaryOperator<Answer> change) {
        faults.add(change);
    }

    /// The next request isn't handled at all, but answered like this.
    synchronized void refuseNext(Answer answer) {
        refusals.add(answer);
    }

    synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    private void handle(HttpExchange exchange) throws IOException {
        var request = Requests.read(exchange);
        var refusal = begin(request);
        var answer = refusal.orElseGet(() -> changed(answer(request)));
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", answer.type());
        if (!answer.etag().isEmpty()) {
            headers.set("ETag", answer.etag());
            headers.set("x-amz-meta-sistership-write", answer.marker());
        }
        var body = answer.body().bytes();
        boolean head = request.method().equals("HEAD");
        if (head) {
            headers.set("Content-Length", String.valueOf(body.length));
        }
        exchange.sendResponseHeaders(answer.status(), head || body.length == 0 ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private synchronized Optional<Answer> begin(Requests.Request request) {
        calls.add(request.name());
        return Optional.ofNullable(refusals.poll());
    }

    private synchronized Answer changed(Answer answer) {
        var fault = faults.poll();
        return fault == null ? answer : fault.apply(answer);
    }

    private Answer answer(Requests.Request request) {
        var target = request.header("x-amz-target");
        if (target.startsWith("TrentService.")) {
            return kms.answer(target.substring("TrentService.".length()), request.text());
        }
        if (request.text().contains("Action=") && request.path().equals("/")) {
            return FakeSts.answer(request.text());
        }
        return bucket.answer(request);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
