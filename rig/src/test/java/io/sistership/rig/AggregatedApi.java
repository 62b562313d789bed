package io.sistership.rig;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.sistership.kube.KubeClient;
import io.sistership.kube.WriteOptions;
import io.sistership.model.ApiResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// An aggregated API: a server of this process behind a real control plane, which reaches it through
/// its egress proxy by a Service of type ExternalName. It describes its two types properly; how it
/// answers lists is the test's business. Thread-safe.
final class AggregatedApi implements AutoCloseable {

    private static final ApiResource SERVICES =
            new ApiResource("", "v1", "Service", "services", true);
    private static final ApiResource API_SERVICES =
            new ApiResource("apiregistration.k8s.io", "v1", "APIService", "apiservices", false);

    /// So much that the API server in between has passed some of it on when the rest doesn't come.
    private static final String BEGINNING =
            "{\"items\":[{\"metadata\":{\"name\":\"" + "x".repeat(200_000);

    private static final WriteOptions OPTIONS = WriteOptions.as("rig-test");

    private final String group;
    private final HttpsServer https;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, AtomicInteger> lists = new ConcurrentHashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile Answer answer = Answer.EMPTY;

    /// How lists are answered.
    enum Answer {
        EMPTY,
        UNAVAILABLE,
        THROTTLED,
        SILENT,
        BABBLE,
        CUT
    }

    private AggregatedApi(Path directory, String group) {
        this.group = group;
        try {
            https =
                    HttpsServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        https.setHttpsConfigurator(
                new HttpsConfigurator(ServingCertificate.context(directory, "localhost")));
        https.setExecutor(threads);
        https.createContext("/", this::handle);
        https.start();
    }

    /// Starts one and registers it: `first` and `second` of this group, in `v1`.
    static AggregatedApi serve(KubeClient client, Path directory, String group) {
        var api = new AggregatedApi(directory, group);
        var name = group.replace('.', '-');
        var service =
                """
                {"metadata":{"name":"%s"},"spec":{"type":"ExternalName","externalName":"localhost","ports":[{"port":%d}]}}\
                """
                        .formatted(name, api.https.getAddress().getPort());
        client.create(SERVICES, "default", service.getBytes(UTF_8), OPTIONS);
        var registration =
                """
                {"metadata":{"name":"v1.%s"},"spec":{"group":"%s","version":"v1","groupPriorityMinimum":100,
                 "versionPriority":100,"insecureSkipTLSVerify":true,
                 "service":{"namespace":"default","name":"%s","port":%d}}}\
                """
                        .formatted(group, group, name, api.https.getAddress().getPort());
        client.create(API_SERVICES, "", registration.getBytes(UTF_8), OPTIONS);
        return api;
    }

    void answering(Answer next) {
        lists.clear();
        answer = next;
    }

    /// How often the objects of a type were asked for since [#answering].
    int lists(String plural) {
        return lists.getOrDefault(plural, new AtomicInteger()).get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            if (path.equals("/apis/" + group + "/v1")) {
                send(exchange, 200, resources());
            } else if (path.startsWith("/apis/" + group + "/v1/")) {
                var plural = path.substring(path.lastIndexOf('/') + 1);
                lists.computeIfAbsent(plural, _ -> new AtomicInteger()).incrementAndGet();
                list(exchange);
            } else {
                send(exchange, 404, "{\"kind\":\"Status\",\"code\":404,\"reason\":\"NotFound\"}");
            }
        }
    }

    private void list(HttpExchange exchange) throws IOException {
        switch (answer) {
            case EMPTY ->
                    send(
                            exchange,
                            200,
                            """
                            {"kind":"FirstList","apiVersion":"%s/v1","metadata":{"resourceVersion":"5"},
                             "items":[{"metadata":{"name":"only"}}]}\
                            """
                                    .formatted(group));
            case UNAVAILABLE -> send(exchange, 503, status(503, "ServiceUnavailable"));
            case THROTTLED -> send(exchange, 429, status(429, "TooManyRequests"));
            case SILENT -> awaitClosing();
            case BABBLE -> send(exchange, 200, "{\"items\":[{\"metadata\":");
            case CUT -> {
                exchange.sendResponseHeaders(200, 1_000_000);
                exchange.getResponseBody().write(BEGINNING.getBytes(UTF_8));
                exchange.getResponseBody().flush();
            }
        }
    }

    private String resources() {
        return """
        {"kind":"APIResourceList","apiVersion":"v1","groupVersion":"%s/v1","resources":[
         {"name":"first","singularName":"first","kind":"First","namespaced":false,"verbs":["get","list"]},
         {"name":"second","singularName":"second","kind":"Second","namespaced":false,"verbs":["get","list"]}]}\
        """
                .formatted(group);
    }

    private static String status(int code, String reason) {
        return """
        {"kind":"Status","apiVersion":"v1","status":"Failure","reason":"%s","message":"not now","code":%d}\
        """
                .formatted(reason, code);
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        var bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private void awaitClosing() {
        try {
            if (!closing.await(3, TimeUnit.MINUTES)) {
                throw new IllegalStateException("the test didn't end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The server goes; its registration stays, as it does when somebody forgets an operator.
    @Override
    public void close() {
        closing.countDown();
        https.stop(0);
        threads.shutdownNow();
    }
}
