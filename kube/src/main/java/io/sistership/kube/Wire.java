package io.sistership.kube;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.MessageHeaders;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.util.Timeout;

/// HTTP/1.1 with one server, on blocking connections that are kept (docs/adr/090-blocking-connections.md).
/// Thread-safe.
final class Wire implements AutoCloseable {

    private final KubeOptions options;
    private final String authority;
    private final String basePath;
    private final Connections connections;
    private final Deadlines deadlines = new Deadlines();
    private final HttpRequestExecutor http = new HttpRequestExecutor();

    Wire(KubeConnection connection, KubeOptions options) {
        this.options = options;
        this.authority = connection.server().getRawAuthority();
        this.basePath = withoutSlash(connection.server().getRawPath());
        this.connections = new Connections(new Dialer(connection, options.connectTimeout()));
    }

    private static String withoutSlash(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /// An answer whose body is still coming. Must be closed.
    record Answer(int status, MessageHeaders headers, StreamedBody body) implements AutoCloseable {
        @Override
        public void close() {
            body.close();
        }
    }

    /// Sends a request and returns once the answer begins.
    ///
    /// Throws [NotConnected] where the request can't have reached the server.
    Answer send(Call call, String token) throws IOException {
        var taken = connections.take();
        var kept = false;
        try {
            var answer = answer(taken, request(call, token), call.patience());
            kept = true;
            return answer;
        } finally {
            if (!kept) {
                connections.drop(taken);
            }
        }
    }

    private Answer answer(HttpClientConnection taken, ClassicHttpRequest request, Patience patience)
            throws IOException {
        var time = options.responseTimeout(patience);
        taken.setSocketTimeout(Timeout.of(time));
        var inTime = deadlines.after(time, () -> connections.drop(taken));
        var context = HttpCoreContext.create();
        try {
            var response = http.execute(request, taken, context);
            if (!inTime.met()) {
                throw new SocketTimeoutException();
            }
            var keep = http.keepAlive(request, response, taken, context);
            return new Answer(response.getCode(), response, body(taken, response, keep, patience));
        } catch (HttpException e) {
            throw new IOException("the answer isn't HTTP: " + e.getMessage(), e);
        } catch (IOException e) {
            throw inTime.met() && !(e instanceof SocketTimeoutException) ? e : tooLate(time, e);
        }
    }

    private static IOException tooLate(Duration time, IOException cause) {
        var late = new SocketTimeoutException("no answer within " + time.toMillis() + " ms");
        late.addSuppressed(cause); // says only that the socket was closed
        return late;
    }

    private StreamedBody body(
            HttpClientConnection taken,
            ClassicHttpResponse response,
            boolean keep,
            Patience patience)
            throws IOException {
        var stall = options.stallTimeout(patience);
        var whole = options.wholeTimeout(patience);
        taken.setSocketTimeout(Timeout.of(stall));
        var deadline = deadlines.after(whole, () -> connections.drop(taken));
        var entity = response.getEntity();
        return new StreamedBody(
                entity == null ? InputStream.nullInputStream() : entity.getContent(),
                stall,
                whole,
                deadline,
                wholly -> giveBack(taken, wholly && keep));
    }

    private void giveBack(HttpClientConnection taken, boolean reusable) {
        if (reusable) {
            connections.keep(taken);
        } else {
            connections.drop(taken);
        }
    }

    private ClassicHttpRequest request(Call call, String token) {
        var request = new BasicClassicHttpRequest(call.method(), basePath + call.path());
        request.setHeader(HttpHeaders.HOST, authority);
        request.setHeader(HttpHeaders.USER_AGENT, "sistership");
        call.headers().forEach(request::setHeader);
        if (!token.isEmpty()) {
            request.setHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token);
        }
        if (call.body().getContentLength() > 0) {
            request.setHeader(HttpHeaders.CONTENT_LENGTH, call.body().getContentLength());
            request.setEntity(call.body());
        }
        return request;
    }

    @Override
    public void close() {
        connections.close();
        deadlines.close();
    }
}
