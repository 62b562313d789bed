package io.sistership.kube;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A proxy on loopback that knows `CONNECT` (RFC 9110, 9.3.6) and nothing else.
final class ConnectProxy implements AutoCloseable {

    private final ServerSocket listener = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    ConnectProxy() throws IOException {
        start(this::accept);
    }

    private interface Work {
        void run() throws IOException;
    }

    /// A tunnel ends when either side closes it.
    private void start(Work work) {
        threads.execute(() -> {
            try {
                work.run();
            } catch (IOException _) {
                Thread.currentThread().interrupt();
            }
        });
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.getLocalPort());
    }

    /// The first lines of the requests so far.
    List<String> asked() {
        return List.copyOf(asked);
    }

    private void accept() throws IOException {
        while (true) {
            var client = listener.accept();
            start(() -> tunnel(client));
        }
    }

    private void tunnel(Socket client) throws IOException {
        try (client) {
            var first = line(client.getInputStream());
            asked.add(first);
            String header;
            do {
                header = line(client.getInputStream());
            } while (!header.isEmpty());
            var target = URI.create("https://" + first.split(" ", -1)[1]);
            try (var server = new Socket(target.getHost(), target.getPort())) {
                client.getOutputStream()
                        .write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(US_ASCII));
                start(() -> server.getInputStream().transferTo(client.getOutputStream()));
                client.getInputStream().transferTo(server.getOutputStream());
            }
        }
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (var next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.append((char) next);
        }
        return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }
}
