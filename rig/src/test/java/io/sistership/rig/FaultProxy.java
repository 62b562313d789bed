package io.sistership.rig;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import io.sistership.kube.KubeConnection;
import io.sistership.kube.KubeIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;

/// Stands in front of a real control plane, on loopback and in plain HTTP, passes on what comes, and
/// does what its rules say with the requests that they are for: reads and writes alike.
///
/// Whoever is let in acts as the control plane's administrator. Each rule counts how often it fired.
/// Thread-safe.
final class FaultProxy implements AutoCloseable {

    private static final Set<String> HOP_BY_HOP =
            Set.of(
                    "connection",
                    "content-length",
                    "expect",
                    "host",
                    "transfer-encoding",
                    "upgrade");

    private final URI server;
    private final HttpClient upstream;
    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private final List<Seen> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    private FaultProxy(URI server, SSLContext trust) {
        this.server = server;
        this.upstream =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .sslContext(trust)
                        .executor(threads)
                        .build();
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.setExecutor(threads);
        http.createContext("/", this::handle);
        http.start();
    }

    /// A proxy in front of this control plane.
    static FaultProxy before(RigControlPlane plane) {
        try {
            var config = Config.fromKubeconfig(Files.readString(plane.kubeconfig()));
            return new FaultProxy(plane.connection().server(), SSLUtils.sslContext(config));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// What came.
    ///
    /// @param query empty where there was none
    /// @param token the bearer token; empty where there was none
    record Seen(String method, String path, String query, String token) {

        boolean isList(String listed) {
            return method.equals("GET")
                    && path.equals(listed)
                    && !query.startsWith("limit=1&")
                    && !query.equals("limit=1");
        }

        /// How many objects a list asks for; 0 where it doesn't say.
        int limit() {
            var limit = query.replaceFirst(".*\\blimit=(\\d+).*", "$1");
            return limit.matches("\\d{1,6}") ? Integer.parseInt(limit) : 0;
        }

        boolean continues() {
            return query.contains("continue=");
        }
    }

    /// A fault for the requests that fit, a number of times. Thread-safe.
    static final class Rule {

        private final Predicate<Seen> fits;
        private final Fault fault;
        private final int times;
        private final AtomicInteger fired = new AtomicInteger();

        private Rule(Predicate<Seen> fits, Fault fault, int times) {
            this.fits = fits;
            this.fault = fault;
            this.times = times;
        }

        /// How often the fault happened.
        int fired() {
            return fired.get();
        }

        private synchronized boolean takes(Seen seen) {
            if (fired.get() >= times || !fits.test(seen)) {
                return false;
            }
            fired.incrementAndGet();
            return true;
        }
    }

    /// Adds a rule behind those that there are: the first one that fits is applied.
    Rule on(Predicate<Seen> fits, Fault fault, int times) {
        var rule = new Rule(fits, fault, times);
        rules.add(rule);
        return rule;
    }

    /// As above, every time.
    Rule on(Predicate<Seen> fits, Fault fault) {
        return on(fits, fault, Integer.MAX_VALUE);
    }

    /// Everything that came so far.
    List<Seen> requests() {
        return List.copyOf(requests);
    }

    KubeConnection connection() {
        return connection(new KubeIdentity.Anonymous());
    }

    KubeConnection connection(KubeIdentity identity) {
        var address = URI.create("http://127.0.0.1:" + http.getAddress().getPort());
        return new KubeConnection(address, "", identity);
    }

    private void handle(HttpExchange exchange) throws IOException {
        var seen = seen(exchange);
        requests.add(seen);
        var rule = rules.stream().filter(it -> it.takes(seen)).findFirst();
        var pathAndQuery = exchange.getRequestURI().toString();
        try {
            if (rule.isEmpty()) {
                passOn(exchange, pathAndQuery);
                return;
            }
            switch (rule.get().fault) {
                case Fault.Refuse refusal -> refuse(exchange, refusal);
                case Fault.Cut(var percent) -> cut(exchange, pathAndQuery, percent);
                case Fault.Silence _ -> silence();
                case Fault.After(var first) -> {
                    first.run();
                    passOn(exchange, pathAndQuery);
                }
                case Fault.Elsewhere(var other) -> passOn(exchange, other.apply(pathAndQuery));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }

    private static Seen seen(HttpExchange exchange) {
        var uri = exchange.getRequestURI();
        var authorization = exchange.getRequestHeaders().getFirst("Authorization");
        return new Seen(
                exchange.getRequestMethod(),
                uri.getRawPath(),
                uri.getRawQuery() == null ? "" : uri.getRawQuery(),
                authorization == null ? "" : authorization.replace("Bearer ", ""));
    }

    private static void refuse(HttpExchange exchange, Fault.Refuse refusal) throws IOException {
        exchange.getRequestBody().readAllBytes();
        refusal.headers().forEach(exchange.getResponseHeaders()::set);
        var bytes = refusal.body().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(refusal.status(), bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private void passOn(HttpExchange exchange, String pathAndQuery)
            throws IOException, InterruptedException {
        var answer = ask(exchange, pathAndQuery);
        try (var body = answer.body()) {
            copyHeaders(answer, exchange);
            exchange.sendResponseHeaders(answer.statusCode(), 0);
            body.transferTo(exchange.getResponseBody());
        }
    }

    /// Announces the whole answer and sends a part of it: closing then breaks the connection.
    private void cut(HttpExchange exchange, String pathAndQuery, int percent)
            throws IOException, InterruptedException {
        var answer = ask(exchange, pathAndQuery);
        try (var body = answer.body()) {
            var bytes = body.readAllBytes();
            copyHeaders(answer, exchange);
            exchange.sendResponseHeaders(answer.statusCode(), bytes.length + 1L);
            exchange.getResponseBody().write(bytes, 0, (int) (bytes.length * (long) percent / 100));
            exchange.getResponseBody().flush();
        }
    }

    private void silence() throws InterruptedException {
        if (!closing.await(2, TimeUnit.MINUTES)) {
            throw new IllegalStateException("the test didn't end");
        }
    }

    private HttpResponse<InputStream> ask(HttpExchange exchange, String pathAndQuery)
            throws IOException, InterruptedException {
        var body = exchange.getRequestBody().readAllBytes();
        var request =
                HttpRequest.newBuilder(server.resolve(pathAndQuery))
                        .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders()
                .forEach((name, values) -> {
                    var lower = name.toLowerCase(Locale.ROOT);
                    if (!HOP_BY_HOP.contains(lower) && !lower.equals("authorization")) {
                        values.forEach(value -> request.header(name, value));
                    }
                });
        return upstream.send(request.build(), BodyHandlers.ofInputStream());
    }

    private static void copyHeaders(HttpResponse<?> answer, HttpExchange exchange) {
        answer.headers()
                .map()
                .forEach((name, values) -> {
                    if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))) {
                        exchange.getResponseHeaders().put(name, values);
                    }
                });
    }

    @Override
    public void close() {
        closing.countDown();
        http.stop(0);
        threads.shutdownNow();
        upstream.shutdownNow();
    }
}
