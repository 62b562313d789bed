package io.sistership.kube;

import io.sistership.kube.RetryPolicy.Attempt;
import io.sistership.kube.RetryPolicy.Retry;
import java.io.IOException;
import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.apache.hc.core5.http.Header;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Sends requests to one server: who is calling, pacing, time limits, repetition. Thread-safe.
final class Transport implements AutoCloseable {

    private static final int ERROR_BODY = 64 * 1024;

    private final KubeConnection connection;
    private final KubeOptions options;
    private final Sleeper sleeper;
    private final Wire wire;
    private final Pace pace;
    private final RetryCounts retries = new RetryCounts();
    private final RandomGenerator random = RandomGenerator.getDefault();
    private volatile boolean answered;

    Transport(KubeConnection connection, KubeOptions options, Sleeper sleeper) {
        this.connection = connection;
        this.options = options;
        this.sleeper = sleeper;
        this.pace = new Pace(options.inFlight());
        this.wire = new Wire(connection, options);
    }

    /// Waits; a fake in tests.
    interface Sleeper {
        void sleep(Duration duration) throws InterruptedException;
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
                var attempt = new Attempt(number, call.idempotent(), waited, answered);
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
                                Stream.of(reply.headers().getHeaders("Warning"))
                                        .map(Header::getValue)
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
        } catch (NotConnected broken) {
            throw failed(broken.failure(), true, call);
        } catch (IOException failure) {
            throw failed(failure, false, call);
        }
    }

    /// An interrupt closes a virtual thread's connection.
    private KubeException failed(IOException failure, boolean beforeSending, Call call) {
        return Thread.currentThread().isInterrupted()
                ? KubeErrors.interrupted(call.resource())
                : KubeErrors.ofFailure(
                        failure, beforeSending, connection.server(), call.resource());
    }

    private <T> T send(Call call, String token, Reply.Reader<T> reader) throws IOException {
        try (var answer = wire.send(call, token)) {
            answered = true;
            if (answer.status() >= 300) {
                throw refused(answer, call);
            }
            pace.answered();
            var read = reader.read(new Reply(answer.status(), answer.headers(), answer.body()));
            answer.body().finish();
            return read;
        }
    }

    private KubeException refused(Wire.Answer answer, Call call) throws IOException {
        return KubeErrors.ofStatus(
                answer.status(),
                answer.headers(),
                answer.body().readNBytes(ERROR_BODY),
                call.resource(),
                connection.identity());
    }

    /// `299 - "text"` (RFC 9111, 5.5 in its obsoleted form, as KEP-1693 uses it).
    private static String warningText(String header) {
        var start = header.indexOf('"');
        var end = header.lastIndexOf('"');
        return start >= 0 && end > start ? header.substring(start + 1, end) : header;
    }

    @Override
    public void close() {
        wire.close();
    }
}
