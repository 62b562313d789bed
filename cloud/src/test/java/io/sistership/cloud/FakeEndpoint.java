package io.sistership.cloud;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// An AWS endpoint on loopback that gives prepared answers in order and records what it was asked.
/// Closing it fails where an answer was never fetched.
final class FakeEndpoint implements AutoCloseable {

    /// What was asked, by the SDK's own client.
    record Asked(String line, String authorization, String contentLength, String body) {}

    private record Answer(int status, String body) {}

    private final HttpServer server;
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final List<Asked> asked = new ArrayList<>();

    FakeEndpoint() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    FakeEndpoint answers(int status, String body) {
        answers.add(new Answer(status, body));
        return this;
    }

    Asked asked(int index) {
        return asked.get(index);
    }

    List<String> lines() {
        return asked.stream().map(Asked::line).toList();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            var headers = exchange.getRequestHeaders();
            asked.add(
                    new Asked(
                            exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                            String.valueOf(headers.getFirst("Authorization")),
                            String.valueOf(headers.getFirst("Content-Length")),
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8)));
            var answer = answers.poll();
            if (answer == null) {
                exchange.sendResponseHeaders(501, -1);
                return;
            }
            var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        if (!answers.isEmpty()) {
            throw new AssertionError(answers.size() + " prepared answers were never fetched");
        }
    }
}
