package io.sistership.kube;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.io.CloseMode;

/// The connections to one server: those in use, and those kept for the next request. Thread-safe.
final class Connections implements AutoCloseable {

    /// A connection that was silent for longer may have been closed by the server meanwhile.
    private static final Duration TRUSTED = Duration.ofSeconds(1);

    private final Dialer dialer;
    private final Set<HttpClientConnection> used = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedDeque<Kept> kept = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    Connections(Dialer dialer) {
        this.dialer = dialer;
    }

    private record Kept(HttpClientConnection connection, long since) {

        boolean usable() {
            try {
                return connection.isOpen()
                        && (System.nanoTime() - since < TRUSTED.toNanos() || !connection.isStale());
            } catch (IOException _) {
                return false;
            }
        }
    }

    /// A connection for one request. It must be given back: [#keep] or [#drop].
    HttpClientConnection take() throws IOException {
        for (var last = kept.pollFirst(); last != null; last = kept.pollFirst()) {
            if (last.usable()) {
                return using(last.connection());
            }
            last.connection().close(CloseMode.IMMEDIATE);
        }
        return using(dialer.connect());
    }

    private HttpClientConnection using(HttpClientConnection connection) throws IOException {
        used.add(connection);
        if (closed) {
            drop(connection);
            throw new IOException("the client was closed");
        }
        return connection;
    }

    /// Gives back a connection whose last answer was read to its end.
    void keep(HttpClientConnection connection) {
        used.remove(connection);
        kept.addFirst(new Kept(connection, System.nanoTime()));
        if (closed) {
            closeKept();
        }
    }

    /// Closes a connection at once, whatever is under way on it.
    void drop(HttpClientConnection connection) {
        used.remove(connection);
        connection.close(CloseMode.IMMEDIATE);
    }

    /// Ends what is under way too.
    @Override
    public void close() {
        closed = true;
        used.forEach(it -> it.close(CloseMode.IMMEDIATE));
        closeKept();
    }

    private void closeKept() {
        for (var it = kept.pollFirst(); it != null; it = kept.pollFirst()) {
            it.connection().close(CloseMode.GRACEFUL);
        }
    }
}
