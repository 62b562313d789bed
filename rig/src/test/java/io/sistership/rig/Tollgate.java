package io.sistership.rig;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Stands between a process and the AWS endpoint and is asked before each request: let it pass, or
/// drop it. Bytes pass as they are, so signatures stay good. Thread-safe.
final class Tollgate implements AutoCloseable {

    private static final Pattern LENGTH = Pattern.compile("(?mi)^content-length: *([0-9]+)\r?$");
    private static final Pattern EXPECT = Pattern.compile("(?mi)^expect: .*\r\n");
    private static final Pattern CONNECTION = Pattern.compile("(?mi)^connection: .*\r\n");

    private final ServerSocket server;
    private final URI endpoint;
    private final Function<Request, Passage> keeper;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /// A request line.
    record Request(String method, String target) {

        /// Whether it changes something in a bucket.
        boolean writes() {
            return (method.equals("PUT") || method.equals("DELETE")) && target.startsWith("/");
        }
    }

    /// What becomes of a request.
    interface Passage {

        /// It goes on, and its answer comes back.
        Passage PASS = () -> {};

        /// Done once the request was answered, before the answer is handed back.
        void answered();
    }

    /// It never reaches the endpoint.
    static final class Dropped extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /// @param keeper decides on a request before it goes on; throws [Dropped] to drop it
    Tollgate(URI endpoint, Function<Request, Passage> keeper) {
        this.endpoint = endpoint;
        this.keeper = keeper;
        try {
            server = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var _ = threads.submit(this::accept);
    }

    String address() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var client = server.accept();
                var _ = threads.submit(() -> serve(client));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    /// One request for each connection.
    private void serve(Socket client) {
        try (client) {
            var head = head(client.getInputStream());
            if (head.isEmpty()) {
                return;
            }
            if (EXPECT.matcher(head).find()) {
                client.getOutputStream().write(utf8("HTTP/1.1 100 Continue\r\n\r\n"));
            }
            var length = LENGTH.matcher(head);
            int size = length.find() ? Integer.parseInt(length.group(1)) : 0;
            var body = client.getInputStream().readNBytes(size);
            var line = head.split(" ", 3);
            var passage = keeper.apply(new Request(line[0], line[1]));
            var answer = forwarded(head, body);
            passage.answered();
            client.getOutputStream().write(answer);
        } catch (Dropped | IOException _) {
            // The client sees its connection end.
        }
    }

    private byte[] forwarded(String head, byte[] body) throws IOException {
        try (var upstream = new Socket(endpoint.getHost(), endpoint.getPort())) {
            var plain = CONNECTION.matcher(EXPECT.matcher(head).replaceAll("")).replaceAll("");
            var closing = plain.replaceFirst("\r\n\r\n$", "\r\nConnection: close\r\n\r\n");
            var out = upstream.getOutputStream();
            out.write(utf8(closing));
            out.write(body);
            out.flush();
            return upstream.getInputStream().readAllBytes();
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
