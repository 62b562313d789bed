package io.sistership.aws;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Requests as the fake AWS reads them.
final class Requests {

    private Requests() {}

    record Request(String method, String path, String query, Headers headers, FakeAws.Bytes body) {

        String header(String name) {
            var value = headers.getFirst(name);
            return value == null ? "" : value;
        }

        String text() {
            return new String(body.bytes(), StandardCharsets.UTF_8);
        }

        /// `PUT /bucket/key`, or the operation of a service that has no paths.
        String name() {
            var target = header("x-amz-target");
            return target.isEmpty() ? method + " " + path : target;
        }
    }

    static Request read(HttpExchange exchange) throws IOException {
        var uri = exchange.getRequestURI();
        var headers = exchange.getRequestHeaders();
        var body = exchange.getRequestBody().readAllBytes();
        var encoding = headers.getFirst("Content-Encoding");
        boolean chunked = encoding != null && encoding.contains("aws-chunked");
        return new Request(
                exchange.getRequestMethod(),
                uri.getPath(),
                uri.getRawQuery() == null ? "" : uri.getRawQuery(),
                headers,
                new FakeAws.Bytes(chunked ? unchunked(body) : body));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// Each chunk: its length in hex, perhaps a signature, and its bytes; then trailers.
    private static byte[] unchunked(byte[] body) throws IOException {
        var in = new ByteArrayInputStream(body);
        var out = new ByteArrayOutputStream();
        for (int length = chunkLength(in); length > 0; length = chunkLength(in)) {
            out.write(in.readNBytes(length));
            in.skipNBytes(2);
        }
        return out.toByteArray();
    }

    private static int chunkLength(ByteArrayInputStream in) {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            line.append((char) c);
        }
        return Integer.parseInt(line.toString().trim().split(";", -1)[0], 16);
    }
}
