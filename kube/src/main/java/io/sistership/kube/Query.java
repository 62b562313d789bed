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
        if (isPlain(path, "/.-_")) {
            return path;
        }
        var encoded = new StringBuilder();
        for (var segment : path.split("/", -1)) {
            encoded.append(encoded.isEmpty() && segment.isEmpty() ? "" : component(segment))
                    .append('/');
        }
        encoded.setLength(encoded.length() - 1);
        return encoded.toString();
    }

    private static String component(String value) {
        if (isPlain(value, ".-_")) {
            return value;
        }
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /// Whether nothing needs to be encoded: nearly every name and path that there is.
    private static boolean isPlain(String text, String besides) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean word =
                    (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
            if (!word && besides.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
