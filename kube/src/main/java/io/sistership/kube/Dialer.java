package io.sistership.kube;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.jspecify.annotations.Nullable;

/// Opens connections to one server: directly, or through the proxy that the JVM's `https.proxyHost`
/// names. Thread-safe.
///
/// A name of several addresses (an EKS endpoint has one per subnet) gets the connections in turn,
/// and an address where nobody answers is passed over.
final class Dialer {

    /// A TLS record is 16 KB; headers of a server that can be believed are far smaller than this.
    private static final Http1Config HTTP =
            Http1Config.custom()
                    .setBufferSize(32 * 1024)
                    .setMaxLineLength(64 * 1024)
                    .setMaxHeaderCount(200)
                    .build();

    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;

    private final URI server;
    private final @Nullable SSLSocketFactory tls;
    private final int timeoutMillis;
    private final AtomicInteger turn = new AtomicInteger();

    Dialer(KubeConnection connection, Duration timeout) {
        this.server = connection.server();
        this.tls =
                server.getScheme().equals("https")
                        ? TlsTrust.context(connection).getSocketFactory()
                        : null;
        this.timeoutMillis = Math.toIntExact(timeout.toMillis());
    }

    /// @throws NotConnected where no address of the server could be connected to
    HttpClientConnection connect() {
        try {
            var proxy = proxy();
            IOException last = null;
            for (var address : addresses(proxy)) {
                try {
                    return connect(proxy, address);
                } catch (IOException e) {
                    last = e;
                }
            }
            throw last == null ? new IOException("no address") : last;
        } catch (IOException e) {
            throw new NotConnected(e);
        }
    }

    private HttpClientConnection connect(Proxy proxy, SocketAddress address) throws IOException {
        var socket = new Socket(proxy);
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(timeoutMillis);
            socket.connect(address, timeoutMillis);
            var connection = new DefaultBHttpClientConnection(HTTP);
            if (tls == null) {
                connection.bind(socket);
            } else {
                connection.bind(secured(tls, socket), socket);
            }
            return connection;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private SSLSocket secured(SSLSocketFactory factory, Socket socket) throws IOException {
        var secured = (SSLSocket) factory.createSocket(socket, host(), port(), true);
        var parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    private Proxy proxy() {
        var selector = ProxySelector.getDefault();
        var proxies = selector == null ? List.<Proxy>of() : selector.select(server);
        return proxies.isEmpty() ? Proxy.NO_PROXY : proxies.getFirst();
    }

    /// Behind a proxy, names are the proxy's to look up.
    private List<? extends SocketAddress> addresses(Proxy proxy) throws IOException {
        if (proxy.type() != Proxy.Type.DIRECT) {
            return List.of(InetSocketAddress.createUnresolved(host(), port()));
        }
        var all = InetAddress.getAllByName(host());
        var first = Math.floorMod(turn.getAndIncrement(), all.length);
        return IntStream.range(0, all.length)
                .mapToObj(at -> new InetSocketAddress(all[(first + at) % all.length], port()))
                .toList();
    }

    /// Without the brackets of an IPv6 address.
    private String host() {
        var host = server.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private int port() {
        if (server.getPort() >= 0) {
            return server.getPort();
        }
        return tls == null ? HTTP_PORT : HTTPS_PORT;
    }
}
