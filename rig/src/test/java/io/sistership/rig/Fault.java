package io.sistership.rig;

import java.util.Map;
import java.util.function.UnaryOperator;

/// What becomes of a request that a [FaultProxy] has a rule for.
sealed interface Fault {

    /// The proxy answers by itself; nothing reaches the server.
    record Refuse(int status, Map<String, String> headers, String body) implements Fault {}

    /// The server does its work, and the connection is cut after so many percent of its answer.
    record Cut(int percent) implements Fault {}

    /// Nothing reaches the server and nothing comes back until the proxy is closed.
    record Silence() implements Fault {}

    /// Something happens first; then the request goes its way.
    record After(Runnable first) implements Fault {}

    /// Another path and query are asked for.
    record Elsewhere(UnaryOperator<String> pathAndQuery) implements Fault {}

    /// A `metav1.Status` of this code, as an API server answers.
    static Fault refuse(int status, String reason) {
        return refuse(status, reason, Map.of());
    }

    /// As above, with headers such as `Retry-After`.
    static Fault refuse(int status, String reason, Map<String, String> headers) {
        return new Refuse(
                status,
                headers,
                """
                {"kind":"Status","apiVersion":"v1","status":"Failure","reason":"%s","message":"a fault of the test's","code":%d}\
                """
                        .formatted(reason, status));
    }

    /// The answer is lost altogether: whether the server acted can't be known.
    static Fault lost() {
        return new Cut(0);
    }
}
