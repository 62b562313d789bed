package io.sistership.kube;

import static io.sistership.kube.FakeServer.json;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sistership.model.FailureKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionTest {

    @TempDir Path directory;

    @Test
    void believes_the_clusters_authority() {
        var certificate = TestCertificates.selfSigned(directory, "ip:127.0.0.1");
        try (var server = FakeServer.tls(certificate.context());
                var client = client(server.address(), certificate.pem())) {
            server.on("GET", "/version", json(200, "{\"gitVersion\":\"v1\"}"));

            assertThat(client.text("/version")).isEqualTo("{\"gitVersion\":\"v1\"}");
            assertThat(server.requests().getFirst().header("Authorization")).isEqualTo("Bearer t");
        }
    }

    @Test
    void believes_no_other_authority() {
        var certificate = TestCertificates.selfSigned(directory, "ip:127.0.0.1");
        var other = TestCertificates.selfSigned(directory, "dns:other");
        try (var server = FakeServer.tls(certificate.context());
                var client = client(server.address(), other.pem())) {
            var failure = failure(client);

            assertThat(failure.error()).isEqualTo(KubeErrorKind.CERTIFICATE);
            assertThat(failure.kind()).isEqualTo(FailureKind.ACCESS);
            assertThat(failure.code()).isEqualTo("kubernetes-certificate");
            assertThat(failure)
                    .hasMessageStartingWith(
                            "GET /version: the certificate of "
                                    + server.address()
                                    + " isn't one of this cluster's certificate authority for this"
                                    + " host: ");
            assertThat(failure.fix())
                    .startsWith("Compare the cluster's certificate authority data");
        }
    }

    @Test
    void believes_the_authority_for_the_certificates_host_only() {
        var certificate = TestCertificates.selfSigned(directory, "dns:elsewhere.example");
        try (var server = FakeServer.tls(certificate.context());
                var client = client(server.address(), certificate.pem())) {
            var failure = failure(client);

            assertThat(failure.error()).isEqualTo(KubeErrorKind.CERTIFICATE);
            assertThat(failure)
                    .hasMessageEndingWith(
                            "No subject alternative names matching IP address 127.0.0.1 found");
        }
    }

    @Test
    void says_that_nothing_listens() throws IOException {
        var certificate = TestCertificates.selfSigned(directory, "ip:127.0.0.1");
        try (var client =
                client(URI.create("https://127.0.0.1:" + closedPort()), certificate.pem())) {
            var failure = failure(client);

            assertThat(failure.error()).isEqualTo(KubeErrorKind.UNREACHABLE);
            assertThat(failure.mayHaveActed()).isFalse();
            assertThat(failure.serverMessage())
                    .matches("can't connect to https://127.0.0.1:\\d+: the connection is refused");
            assertThat(failure.fix())
                    .startsWith(
                            "Check from this machine that the API server's address can be reached");
            assertThat(client.retries().of(RetryCause.CONNECTION)).isEqualTo(4);
        }
    }

    @Test
    void says_that_the_host_does_not_exist() {
        var certificate = TestCertificates.selfSigned(directory, "ip:127.0.0.1");
        try (var client = client(URI.create("https://no-such-host.invalid"), certificate.pem())) {
            assertThat(failure(client).serverMessage())
                    .isEqualTo("can't find the host no-such-host.invalid");
        }
    }

    @Test
    void says_that_the_certificates_are_unusable() {
        assertThatThrownBy(() -> client(URI.create("https://127.0.0.1"), ""))
                .isInstanceOfSatisfying(
                        KubeException.class,
                        it -> assertThat(it.error()).isEqualTo(KubeErrorKind.CERTIFICATE))
                .hasMessage(
                        "https://127.0.0.1: the certificates for it can't be used: the certificate"
                                + " authority is empty");
    }

    @Test
    void sends_no_token_in_the_clear_beyond_this_machine() {
        assertThatThrownBy(() -> client(URI.create("http://10.0.0.1"), ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the API server's address must start with https://: http://10.0.0.1");
    }

    @Test
    void keeps_its_connection_for_the_next_request() {
        var certificate = TestCertificates.selfSigned(directory, "ip:127.0.0.1");
        try (var server = FakeServer.tls(certificate.context());
                var client = client(server.address(), certificate.pem())) {
            server.on("GET", "/version", json(200, "1"), json(404, "{}"), json(200, "3"));

            assertThat(client.text("/version")).isEqualTo("1");
            assertThat(failure(client).error()).isEqualTo(KubeErrorKind.NOT_FOUND);
            assertThat(client.text("/version")).isEqualTo("3");

            var ports = server.requests().stream().map(FakeServer.Request::clientPort).toList();
            assertThat(ports).hasSize(3).containsOnly(ports.getFirst());
        }
    }

    @Test
    void opens_another_connection_where_the_server_closed_the_kept_one() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var served =
                    threads.submit(() -> {
                        answerOnce(server);
                        answerOnce(server);
                        return true;
                    });
            var address = URI.create("http://127.0.0.1:" + server.getLocalPort());
            var connection = new KubeConnection(address, "", new KubeIdentity.Anonymous());
            try (var client = KubeClient.connect(connection, KubeOptions.standard(), new Waits())) {
                assertThat(client.text("/version")).isEqualTo("ok");
                assertThat(client.text("/version")).isEqualTo("ok");
            }
            assertThat(served.get()).isTrue();
        }
    }

    @Test
    void waits_for_a_server_that_has_answered_before_longer_than_for_one_that_never_has()
            throws Exception {
        var first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var address = first.getLocalSocketAddress();
        var connection =
                new KubeConnection(
                        URI.create("http://127.0.0.1:" + first.getLocalPort()),
                        "",
                        new KubeIdentity.Anonymous());
        try (var again = new ServerSocket();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            again.setReuseAddress(true);
            var waits = new AtomicInteger();
            Transport.Sleeper comesBack =
                    _ -> {
                        if (waits.incrementAndGet() == 9) {
                            listen(again, address);
                            var _ = threads.submit(() -> answerOnce(again));
                        }
                    };
            try (var client = KubeClient.connect(connection, KubeOptions.standard(), comesBack)) {
                var ended = threads.submit(() -> answerOnceAndEnd(first));
                assertThat(client.text("/version")).isEqualTo("ok");
                ended.get();

                assertThat(client.text("/version")).isEqualTo("ok");
                assertThat(waits.get()).isEqualTo(9);
            }
        }
    }

    private static boolean answerOnceAndEnd(ServerSocket server) throws IOException {
        try (server) {
            return answerOnce(server);
        }
    }

    private static void listen(ServerSocket again, SocketAddress address) {
        try {
            again.bind(address);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void goes_through_the_proxy_that_the_jvm_is_told_of() throws Exception {
        var certificate = TestCertificates.selfSigned(directory, "ip:127.0.0.1");
        var before = ProxySelector.getDefault();
        try (var server = FakeServer.tls(certificate.context());
                var proxy = new ConnectProxy()) {
            ProxySelector.setDefault(ProxySelector.of(proxy.address()));
            server.on("GET", "/version", json(200, "1"));
            try (var client = client(server.address(), certificate.pem())) {
                assertThat(client.text("/version")).isEqualTo("1");
            }
            assertThat(proxy.asked())
                    .containsExactly("CONNECT " + server.address().getAuthority() + " HTTP/1.1");
        } finally {
            ProxySelector.setDefault(before);
        }
    }

    /// One answer that promises to keep the connection, which is closed all the same.
    private static boolean answerOnce(ServerSocket server) throws IOException {
        try (var socket = server.accept()) {
            var lines =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
            String header;
            do {
                header = lines.readLine();
            } while (!header.isEmpty());
            socket.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(US_ASCII));
        }
        return true;
    }

    private static KubeException failure(KubeClient client) {
        return catchThrowableOfType(KubeException.class, () -> client.text("/version"));
    }

    private static KubeClient client(URI server, String caPem) {
        var connection = KubeConnection.of(server, caPem.getBytes(US_ASCII), () -> "t");
        return KubeClient.connect(connection, KubeOptions.standard(), new Waits());
    }

    private static int closedPort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
