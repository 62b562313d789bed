package io.sistership.rig;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/// The APIs of a control plane that aren't for its clients, that about nodes and etcd's own: HTTP over
/// a Unix socket, which the JDK's client doesn't speak.
record ControlSocket(Path socket) {

    /// The body of the answer.
    ///
    /// @throws IllegalStateException if it isn't 200
    String put(String path, String body) {
        return send("PUT", path, body);
    }

    /// As [#put].
    String post(String path, String body) {
        return send("POST", path, body);
    }

    private String send(String method, String path, String body) {
        var bytes = body.getBytes(UTF_8);
        var head =
                "%s %s HTTP/1.1\r\nHost: rig\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                        .formatted(method, path, bytes.length);
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            send(channel, head.getBytes(UTF_8));
            send(channel, bytes);
            return body(new String(Channels.newInputStream(channel).readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void send(SocketChannel channel, byte[] bytes) throws IOException {
        var buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private static String body(String answer) {
        if (!answer.startsWith("HTTP/1.1 200")) {
            throw new IllegalStateException("the control plane answered: " + answer);
        }
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }
}
