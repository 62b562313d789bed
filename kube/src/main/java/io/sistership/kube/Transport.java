package io.sistership.kube;

import io.sistership.kube.RetryPolicy.Attempt;
import io.sistership.kube.RetryPolicy.Retry;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Sends requests to one server: who is calling, pacing, time limits, repetition. Thread-safe.
final class Transport implements AutoCloseable {

    private static final int ERROR_BODY = 64 * 1024;

    private final KubeConnection connection;
    private final KubeOptions options;
    private final Sleeper sleeper;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http;
    private final Pace pace;
    private final RetryCounts retries = new RetryCounts();
    private final RandomGenerator random = RandomGenerator.getDefault();

    Transport(KubeConnection connection, KubeOptions options, Sleeper sleeper) {
        this.connection = connection;
        this.options = options;
        this.sleeper = sleeper;
        this.pace = new Pace(options.inFlight());
        this.http = client();
    }

    /// Waits; a fake in tests.
    interface Sleeper {
        void sleep(Duration duration) throws InterruptedException;
    }

    private HttpClient client() {
        var builder =
                HttpClient.newBuilder()
                        .version(options.version())
                        .followRedirects(Redirect.NEVER)
                        .connectTimeout(options.connectTimeout())
                        .executor(executor);
        if (connection.server().getScheme().equals("https")) {
            builder.sslContext(TlsTrust.context(connection));
        }
        return builder.build();
    }

    RetryCounts retries() {
        return retries;
    }

    Pace pace() {
        return pace;
    }

    /// Sends a request until it is answered, or until the policy gives up, and reads the answer.
    <T> T exchange(Call call, Reply.Reader<T> reader) {
        var waited = Duration.ZERO;
        for (var number = 1; ; number++) {
            try {
                return withCurrentToken(call, reader);
            } catch (KubeException failure) {
                var attempt = new Attempt(number, call.idempotent(), waited);
                var retry = next(failure, attempt, call);
                waited = waited.plus(retry.delay());
                pause(retry.delay(), call);
            }
        }
    }

    /// The whole body of a small answer.
    KubeResponse fetch(Call call) {
        return exchange(
                call,
                reply ->
                        new KubeResponse(
                                reply.status(),
                                reply.body().readAllBytes(),
                                reply.headers().allValues("Warning").stream()
                                        .map(Transport::warningText)
                                        .toList()));
    }

    /// The body of a small answer as a tree.
    JsonNode document(Call call) {
        try {
            return fetch(call).json();
        } catch (JacksonException e) {
            throw KubeErrors.unexpected(
                    "the answer is no JSON: " + e.getOriginalMessage(), call.resource());
        }
    }

    private Retry next(KubeException failure, Attempt attempt, Call call) {
        if (failure.is(KubeErrorKind.TIMEOUT) && call.timeouts() == Call.Timeouts.FINAL) {
            throw failure;
        }
        var retry =
                options.retries(call.patience())
                        .after(failure, attempt, random)
                        .orElseThrow(() -> failure);
        if (retry.cause() == RetryCause.THROTTLED && call.patience() == Patience.FULL) {
            pace.throttled(); // what an aggregated API has enough of says nothing of the cluster's
        }
        retries.count(retry.cause());
        return retry;
    }

    private void pause(Duration delay, Call call) {
        try {
            sleeper.sleep(delay);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw KubeErrors.interrupted(call.resource());
        }
    }

    /// A token may be revoked, or run out earlier than its source thinks: one try with a new one.
    private <T> T withCurrentToken(Call call, Reply.Reader<T> reader) {
        if (!(connection.identity() instanceof KubeIdentity.Bearer(var tokens))) {
            return once(call, "", reader);
        }
        var token = tokens.token();
        try {
            return once(call, token, reader);
        } catch (KubeException failure) {
            if (failure.status() != 401) {
                throw failure;
            }
            tokens.rejected(token);
            var renewed = tokens.token();
            if (renewed.equals(token)) {
                throw failure;
            }
            retries.count(RetryCause.TOKEN);
            return once(call, renewed, reader);
        }
    }

    private <T> T once(Call call, String token, Reply.Reader<T> reader) {
        try {
            pace.enter();
            try {
                return send(call, token, reader);
            } finally {
                pace.leave();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw KubeErrors.interrupted(call.resource());
        } catch (IOException failure) {
            throw KubeErrors.ofFailure(failure, connection.server(), call.resource());
        }
    }

    private <T> T send(Call call, String token, Reply.Reader<T> reader)
            throws IOException, InterruptedException {
        var response =
                http.send(
                        request(call, token),
                        _ ->
                                new StreamedBody(
                                        options.stallTimeout(call.patience()),
                                        options.wholeTimeout(call.patience())));
        try (var body = response.body()) {
            if (response.statusCode() >= 300) {
                throw refused(response, body, call);
            }
            pace.answered();
            return reader.read(new Reply(response.statusCode(), response.headers(), body));
        }
    }

    private KubeException refused(HttpResponse<?> response, InputStream body, Call call)
            throws IOException {
        return KubeErrors.ofStatus(
                response.statusCode(),
                response.headers(),
                body.readNBytes(ERROR_BODY),
                call.resource(),
                connection.identity());
    }

    private HttpRequest request(Call call, String token) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(uri(call.path()))
                        .method(call.method(), call.body())
                        .timeout(options.responseTimeout(call.patience()))
                        .setHeader("User-Agent", "sistership");
        call.headers().forEach(builder::setHeader);
        if (!token.isEmpty()) {
            builder.setHeader("Authorization", "Bearer " + token);
        }
        return builder.build();
    }

    private URI uri(String path) {
        var base = connection.server().toString();
        return URI.create(
                (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
    }

    /// `299 - "text"` (RFC 9111, 5.5 in its obsoleted form, as KEP-1693 uses it).
    private static String warningText(String header) {
        var start = header.indexOf('"');
        var end = header.lastIndexOf('"');
        return start >= 0 && end > start ? header.substring(start + 1, end) : header;
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
        executor.close();
    }
}
