package io.sistership.kube;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A response's body as a stream that gives up when no further bytes come in time.
///
/// The JDK's own stream waits for ever, and a request's timeout ends with the headers (JDK-8208693,
/// mended in later releases only). A few pieces are asked for ahead, never the whole body. A server
/// that sends a byte now and then is given up too, once the whole took too long. Read by one thread.
final class StreamedBody extends InputStream implements BodySubscriber<InputStream> {

    private static final int AHEAD = 4;

    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private final CompletableFuture<Subscription> subscription = new CompletableFuture<>();
    private final Duration stall;
    private final Duration whole;
    private final long begun = System.nanoTime();
    private List<ByteBuffer> piece = List.of();
    private int position;
    private @Nullable IOException failure;
    private boolean ended;

    /// @param stall between two pieces
    /// @param whole for all of it
    StreamedBody(Duration stall, Duration whole) {
        this.stall = stall;
        this.whole = whole;
    }

    private sealed interface Signal {
        record Piece(List<ByteBuffer> buffers) implements Signal {}

        record End() implements Signal {}

        record Broken(Throwable cause) implements Signal {}
    }

    @Override
    public CompletionStage<InputStream> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Subscription incoming) {
        if (subscription.complete(incoming)) {
            incoming.request(AHEAD);
        } else {
            incoming.cancel();
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        signals.add(new Signal.Piece(buffers));
    }

    @Override
    public void onError(Throwable cause) {
        signals.add(new Signal.Broken(cause));
    }

    @Override
    public void onComplete() {
        signals.add(new Signal.End());
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        var buffer = current();
        if (buffer == null) {
            return -1;
        }
        var count = Math.min(length, buffer.remaining());
        buffer.get(target, offset, count);
        return count;
    }

    private @Nullable ByteBuffer current() throws IOException {
        while (!ended) {
            while (position < piece.size()) {
                var buffer = piece.get(position);
                if (buffer.hasRemaining()) {
                    return buffer;
                }
                position++;
            }
            next();
        }
        return null;
    }

    private void next() throws IOException {
        if (failure != null) {
            throw failure;
        }
        switch (take()) {
            case Signal.Piece(var buffers) -> {
                piece = buffers;
                position = 0;
                subscription.join().request(1);
            }
            case Signal.End _ -> ended = true;
            case Signal.Broken(var cause) ->
                    throw fail(new IOException("the answer broke off: " + text(cause), cause));
        }
    }

    private Signal take() throws IOException {
        try {
            var left = whole.minusNanos(System.nanoTime() - begun);
            var signal =
                    left.isPositive()
                            ? signals.poll(
                                    Math.min(stall.toNanos(), left.toNanos()), TimeUnit.NANOSECONDS)
                            : null;
            if (signal == null) {
                close();
                throw fail(tooLate(left.compareTo(stall) < 0));
            }
            return signal;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw fail(new java.io.InterruptedIOException("interrupted while reading an answer"));
        }
    }

    private HttpTimeoutException tooLate(boolean asAWhole) {
        return new HttpTimeoutException(
                asAWhole
                        ? "the answer wasn't complete within " + whole.toMillis() + " ms"
                        : "no further byte of the answer within " + stall.toMillis() + " ms");
    }

    private IOException fail(IOException cause) {
        failure = cause;
        return cause;
    }

    private static String text(Throwable cause) {
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    /// Gives up the rest of the body; the connection is closed with it unless all of it was read.
    @Override
    public void close() {
        if (!ended) {
            subscription.thenAccept(Subscription::cancel).isDone();
        }
    }
}
