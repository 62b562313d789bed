package io.sistership.capture;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sistership.kube.KubeClient;
import io.sistership.kube.KubeConnection;
import io.sistership.kube.KubeIdentity;
import io.sistership.kube.KubeOptions;
import io.sistership.kube.RetryPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// An API server on loopback as far as a capture sees one. Each path gives its answers in order and
/// repeats the last; closing fails on a request for anything else and on any method but GET.
final class FakeCluster implements AutoCloseable {

    private final HttpServer http;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
    private final List<String> requests = new ArrayList<>();
    private final List<String> unexpected = new ArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile Predicate<String> taken = _ -> true;
    private final Semaphore arrivals = new Semaphore(0);
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger mostOpen = new AtomicInteger();
    private volatile Duration company = Duration.ZERO;

    /// How the body of an answer ends.
    enum Ending {
        WHOLE,
        /// Half of it, and the connection is cut.
        CUT,
        /// Nothing comes at all until the cluster is closed.
        NEVER
    }

    record Answer(int status, String body, Ending ending) {}

    FakeCluster() {
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.setExecutor(executor);
        http.createContext("/", this::handle);
        http.start();
    }

    KubeClient client() {
        return client(new KubeIdentity.Anonymous(), KubeOptions.standard());
    }

    KubeClient client(KubeIdentity identity, KubeOptions options) {
        var address = URI.create("http://127.0.0.1:" + http.getAddress().getPort());
        return KubeClient.connect(new KubeConnection(address, "", identity), options);
    }

    /// Answers 401 to every request whose bearer token this doesn't take.
    FakeCluster takingTokens(Predicate<String> taken) {
        this.taken = taken;
        return this;
    }

    /// Keeps each answer back until another request has come, or for so long.
    FakeCluster awaitingCompany(Duration most) {
        company = most;
        return this;
    }

    /// The most requests that were open at once.
    int mostOpen() {
        return mostOpen.get();
    }

    FakeCluster on(String path, Answer... prepared) {
        answers.put(path, new ArrayDeque<>(Arrays.asList(prepared)));
        return this;
    }

    static Answer ok(String body) {
        return new Answer(200, body, Ending.WHOLE);
    }

    static Answer cut(Answer answer) {
        return new Answer(answer.status(), answer.body(), Ending.CUT);
    }

    static Answer silence() {
        return new Answer(200, "", Ending.NEVER);
    }

    static Answer refusal(int status, String reason, String message) {
        return new Answer(
                status,
                "{\"kind\":\"Status\",\"reason\":\"%s\",\"message\":\"%s\",\"code\":%d}"
                        .formatted(reason, message, status),
                Ending.WHOLE);
    }

    static Answer list(String revision, String... names) {
        var items =
                Arrays.stream(names).map("{\"metadata\":{\"name\":\"%s\"}}"::formatted).toList();
        return ok(
                "{\"metadata\":{\"resourceVersion\":\"%s\"},\"items\":[%s]}"
                        .formatted(revision, String.join(",", items)));
    }

    /// A page whose objects are `name=value`.
    ///
    /// @param next the token of the next page; empty on the last
    static Answer page(String revision, String next, String... objects) {
        var items =
                Arrays.stream(objects)
                        .map(object -> object.split("="))
                        .map(object ->
                                "{\"metadata\":{\"name\":\"%s\",\"namespace\":\"x\"},\"value\":\"%s\"}"
                                        .formatted(object[0], object[1]))
                        .toList();
        return ok(
                "{\"metadata\":{\"resourceVersion\":\"%s\",\"continue\":\"%s\"},\"items\":[%s]}"
                        .formatted(revision, next, String.join(",", items)));
    }

    static Answer discovery(String... groups) {
        return ok(
                "{\"kind\":\"APIGroupDiscoveryList\",\"items\":["
                        + String.join(",", groups)
                        + "]}");
    }

    static String group(String name, String version, String... plurals) {
        var resources =
                Stream.of(plurals)
                        .map(
                                """
                                {"resource":"%s","responseKind":{"kind":"Kind"},"scope":"Namespaced","verbs":["list"]}\
                                """
                                        ::formatted)
                        .collect(Collectors.joining(","));
        return """
        {"metadata":{"name":"%s"},"versions":[{"version":"%s","resources":[%s]}]}\
        """
                .formatted(name, version, resources);
    }

    /// The usual number of attempts without the usual waits.
    static KubeOptions hasty() {
        var policy =
                new RetryPolicy(
                        5,
                        Duration.ofMillis(1),
                        Duration.ofMillis(2),
                        Duration.ofMinutes(2),
                        false);
        return KubeOptions.standard().retrying(policy).briefly(Duration.ofSeconds(1));
    }

    synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    /// How many requests for this path there were.
    synchronized long requests(String path) {
        return requests.stream().filter(it -> it.equals(path) || it.startsWith(path + "?")).count();
    }

    private void handle(HttpExchange exchange) throws IOException {
        mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
        arrivals.release();
        var answer = answer(exchange);
        keepBack();
        open.decrementAndGet(); // before the answer: whoever has it may come again at once
        answer(exchange, answer);
    }

    private void keepBack() {
        try {
            if (company.isPositive()) {
                arrivals.drainPermits();
                var _ = arrivals.tryAcquire(company.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(HttpExchange exchange, Answer answer) throws IOException {
        switch (answer.ending()) {
            case WHOLE -> {
                var bytes = answer.body().getBytes(UTF_8);
                exchange.sendResponseHeaders(answer.status(), bytes.length);
                try (var out = exchange.getResponseBody()) {
                    out.write(bytes);
                }
            }
            case CUT -> {
                var bytes = answer.body().getBytes(UTF_8);
                exchange.sendResponseHeaders(answer.status(), bytes.length);
                exchange.getResponseBody().write(bytes, 0, bytes.length / 2);
                exchange.getResponseBody().flush();
                exchange.close();
            }
            case NEVER -> {
                awaitClosing();
                exchange.close();
            }
        }
    }

    private void awaitClosing() {
        try {
            if (!closing.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the test didn't end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Answer answer(HttpExchange exchange) {
        var uri = exchange.getRequestURI();
        requests.add(uri.toString());
        var token = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        if (!taken.test(token.replace("Bearer ", ""))) {
            return refusal(401, "Unauthorized", "Unauthorized");
        }
        var prepared = answers.get(uri.getPath());
        if (prepared == null || !exchange.getRequestMethod().equals("GET")) {
            unexpected.add(exchange.getRequestMethod() + " " + uri);
            return refusal(404, "NotFound", "nothing prepared for " + uri);
        }
        return prepared.size() > 1 ? prepared.removeFirst() : prepared.getFirst();
    }

    @Override
    public synchronized void close() {
        closing.countDown();
        http.stop(0);
        executor.shutdownNow();
        if (!unexpected.isEmpty()) {
            throw new AssertionError("unexpected: " + unexpected);
        }
    }
}
