package io.sistership.kube;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.NullEntity;

/// One request, without who sends it and where to.
///
/// @param path encoded, with its query
/// @param idempotent whether sending it twice leaves what sending it once does
/// @param patience how long it is waited for
/// @param timeouts what becomes of a timeout
record Call(
        String method,
        String path,
        Map<String, String> headers,
        HttpEntity body,
        boolean idempotent,
        Patience patience,
        Timeouts timeouts) {

    enum Timeouts {
        /// The same request is sent once more, as far as the retry policy goes.
        REPEATED,
        /// The caller has something better to ask for.
        FINAL
    }

    static final String JSON = "application/json";

    static Call get(String path) {
        return get(path, JSON);
    }

    static Call get(String path, String accept) {
        return new Call(
                "GET",
                path,
                Map.of("Accept", accept),
                NullEntity.INSTANCE,
                true,
                Patience.FULL,
                Timeouts.REPEATED);
    }

    static Call write(String method, String path, String contentType, byte[] body) {
        return new Call(
                method,
                path,
                Map.of("Accept", JSON, "Content-Type", contentType),
                new ByteArrayEntity(body, null), // the header says of what type
                false,
                Patience.FULL,
                Timeouts.REPEATED);
    }

    static Call write(String method, String path, byte[] body) {
        return write(method, path, JSON, body);
    }

    /// The same, with another form of the answer.
    Call accepting(String type) {
        var other = new LinkedHashMap<>(headers);
        other.put("Accept", type);
        return new Call(method, path, other, body, idempotent, patience, timeouts);
    }

    Call repeatable(boolean yes) {
        return new Call(method, path, headers, body, yes, patience, timeouts);
    }

    Call with(Patience other) {
        return new Call(method, path, headers, body, idempotent, other, timeouts);
    }

    Call with(Timeouts other) {
        return new Call(method, path, headers, body, idempotent, patience, other);
    }

    /// For messages: without the query, which may hold a long token.
    String resource() {
        var query = path.indexOf('?');
        return method + " " + (query < 0 ? path : path.substring(0, query));
    }
}
