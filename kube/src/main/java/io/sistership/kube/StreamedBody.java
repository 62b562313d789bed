package io.sistership.kube;

import io.sistership.kube.Deadlines.Deadline;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;

/// A response's body, read from its connection as it comes. Nothing is read ahead of the reader
/// beyond the connection's buffer. Confined to one thread.
///
/// It gives up when no further bytes come in time. A server that sends a byte now and then is given
/// up too, once the whole took too long.
final class StreamedBody extends FilterInputStream {

    private static final int REST = 64 * 1024;

    private final Duration stall;
    private final Duration whole;
    private final Deadline deadline;
    private final GivenBack connection;
    private boolean ended;

    /// What becomes of the connection.
    interface GivenBack {
        /// @param whole whether the body was read to its end
        void giveBack(boolean whole);
    }

    /// @param stall between two pieces, which the connection itself keeps to
    /// @param whole for all of it, which the deadline keeps to
    StreamedBody(
            InputStream content,
            Duration stall,
            Duration whole,
            Deadline deadline,
            GivenBack connection) {
        super(content);
        this.stall = stall;
        this.whole = whole;
        this.deadline = deadline;
        this.connection = connection;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (ended || length == 0) {
            return ended ? -1 : 0;
        }
        try {
            var count = in.read(target, offset, length);
            if (count < 0) {
                end(true);
            }
            return count;
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private IOException failure(IOException cause) {
        if (!deadline.met()) {
            return tooLate("the answer wasn't complete within " + whole.toMillis() + " ms", cause);
        }
        if (cause instanceof SocketTimeoutException) {
            return tooLate(
                    "no further byte of the answer within " + stall.toMillis() + " ms", cause);
        }
        var message = cause.getMessage();
        return new IOException(
                "the answer broke off: " + (message == null ? cause : message), cause);
    }

    private static IOException tooLate(String message, IOException cause) {
        var late = new SocketTimeoutException(message);
        late.addSuppressed(cause); // says only that the socket was closed
        return late;
    }

    /// Reads what is left of a body whose reader has all that it wanted, so that its connection can
    /// be kept: the end of the last chunk, as a rule.
    void finish() throws IOException {
        if (!ended) {
            readNBytes(REST);
        }
    }

    /// Gives up the rest of the body, and the connection with it, unless all of it was read.
    @Override
    public void close() {
        if (!ended) {
            end(false);
        }
    }

    private void end(boolean whole) {
        ended = true;
        connection.giveBack(deadline.met() && whole);
    }
}
