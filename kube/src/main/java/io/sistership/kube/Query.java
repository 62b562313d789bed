package io.sistership.kube;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// The query of a request, and the encoding of paths. Confined.
final class Query {

    private final StringBuilder text = new StringBuilder();

    Query with(String name, String value) {
        text.append(text.isEmpty() ? '?' : '&').append(name).append('=').append(component(value));
        return this;
    }

    /// A path whose segments are names: RBAC names may hold anything but `/` and `%`.
    static String encode(String path) {
        var encoded = new StringBuilder();
        for (var segment : path.split("/", -1)) {
            encoded.append(encoded.isEmpty() && segment.isEmpty() ? "" : component(segment))
                    .append('/');
        }
        encoded.setLength(encoded.length() - 1);
        return encoded.toString();
    }

    private static String component(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
