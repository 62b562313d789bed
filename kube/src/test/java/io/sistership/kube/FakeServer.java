package io.sistership.kube;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/// An HTTP server on loopback that gives prepared answers, each once, in order per method and path.
///
/// Closing it fails on an answer that nobody asked for and on a request that nobody prepared.
final class FakeServer implements AutoCloseable {

    private static final Duration NEVER_MIND = Duration.ofSeconds(30);

    private final HttpServer http;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Queue<Answer>> answers = new ConcurrentHashMap<>();
    private final List<Request> requests = new ArrayList<>();
    private final List<String> unexpected = new ArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    private FakeServer(HttpServer http) {
        this.http = http;
        http.setExecutor(executor);
        http.createContext("/", this::handle);
        http.start();
    }

    static FakeServer plain() {
        try {
            return new FakeServer(HttpServer.create(loopback(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static FakeServer tls(SSLContext context) {
        try {
            var server = HttpsServer.create(loopback(), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(context));
            return new FakeServer(server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /// What came.
    record Request(
            String method,
            String path,
            String query,
            Map<String, List<String>> headers,
            String body,
            int clientPort) {
        String header(String name) {
            return String.join(",", headers.getOrDefault(name, List.of()));
        }
    }

    /// How to answer.
    interface Answer {
        void send(HttpExchange exchange, FakeServer server) throws IOException;
    }

    static Answer json(int status, String body) {
        return json(status, body, Map.of());
    }

    static Answer json(int status, String body, Map<String, String> headers) {
        return (exchange, _) -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            headers.forEach(exchange.getResponseHeaders()::set);
            var bytes = body.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            try (var out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        };
    }

    /// A `metav1.Status`.
    static Answer refusal(int status, String reason, String message) {
        return json(status, status(status, reason, message));
    }

    static String status(int code, String reason, String message) {
        return """
        {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"%s","reason":"%s","code":%d}
        """
                .formatted(message.replace("\"", "\\\""), reason, code);
    }

    /// So many bytes of the body, then the connection is cut.
    static Answer cut(String body, int after) {
        return cut(body, after, () -> true);
    }

    /// As above, once what was sent has been seen: a client may drop what it hasn't read yet when
    /// its connection breaks.
    static Answer cut(String body, int after, Callable<Boolean> seen) {
        return (exchange, _) -> {
            var bytes = body.getBytes(UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes, 0, after);
            exchange.getResponseBody().flush();
            await().until(seen);
            exchange.close();
        };
    }

    /// So many bytes of the body, then nothing until the server is closed.
    static Answer stall(String body, int after) {
        return (exchange, server) -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(body.getBytes(UTF_8), 0, after);
            exchange.getResponseBody().flush();
            server.awaitClosing();
            exchange.close();
        };
    }

    /// A blank every 50 ms and nothing else, until the server is closed or the client has gone.
    static Answer drip() {
        return (exchange, server) -> {
            exchange.sendResponseHeaders(200, 0);
            var blank = new byte[] {' '};
            while (server.isOpenFor(Duration.ofMillis(50))) {
                exchange.getResponseBody().write(blank);
                exchange.getResponseBody().flush();
            }
            exchange.close();
        };
    }

    /// No answer at all until the server is closed.
    static Answer silence() {
        return (exchange, server) -> {
            server.awaitClosing();
            exchange.close();
        };
    }

    FakeServer on(String method, String path, Answer... prepared) {
        answers.computeIfAbsent(method + " " + path, _ -> new ArrayDeque<>())
                .addAll(List.of(prepared));
        return this;
    }

    URI address() {
        var scheme = http instanceof HttpsServer ? "https" : "http";
        return URI.create(scheme + "://127.0.0.1:" + http.getAddress().getPort());
    }

    synchronized List<Request> requests() {
        return List.copyOf(requests);
    }

    synchronized List<String> queries() {
        return requests.stream().map(Request::query).toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        var uri = exchange.getRequestURI();
        var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        var key = exchange.getRequestMethod() + " " + uri.getRawPath();
        Answer answer;
        synchronized (this) {
            requests.add(
                    new Request(
                            exchange.getRequestMethod(),
                            uri.getRawPath(),
                            uri.getRawQuery() == null ? "" : uri.getRawQuery(),
                            Map.copyOf(exchange.getRequestHeaders()),
                            body,
                            exchange.getRemoteAddress().getPort()));
            var prepared = answers.get(key);
            answer = prepared == null ? null : prepared.poll();
            if (answer == null) {
                unexpected.add(key);
                answer = refusal(404, "NotFound", "nothing prepared for " + key);
            }
        }
        answer.send(exchange, this);
    }

    private boolean isOpenFor(Duration time) {
        try {
            return !closing.await(time.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void awaitClosing() {
        try {
            if (!closing.await(NEVER_MIND.toSeconds(), java.util.concurrent.TimeUnit.SECONDS)) {
                throw new IllegalStateException("the test didn't end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void close() {
        closing.countDown();
        http.stop(0);
        executor.shutdownNow();
        answers.forEach((key, left) -> {
            if (!left.isEmpty()) {
                unexpected.add(left.size() + " answers left for " + key);
            }
        });
        if (!unexpected.isEmpty()) {
            throw new AssertionError("unexpected: " + unexpected);
        }
    }
}
