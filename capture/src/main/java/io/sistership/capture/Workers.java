package io.sistership.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;

/// The same work on many items by a few threads, in the items' order.
///
/// Threads of the platform: they read without pause, and a virtual thread that waits for a socket
/// costs as much again as the reading (docs/adr/090-blocking-connections.md).
final class Workers {

    private static final ThreadFactory THREADS =
            Thread.ofPlatform().daemon().name("capture-", 0).factory();

    private Workers() {}

    /// Returns once all are done. The first failure stops the others and is thrown.
    static <T> void forEach(List<T> items, int workers, Consumer<T> work) {
        var queue = new ConcurrentLinkedQueue<>(items);
        try (var threads = Executors.newThreadPerTaskExecutor(THREADS)) {
            var running = new ArrayList<Future<?>>();
            for (var worker = 0; worker < Math.min(workers, items.size()); worker++) {
                running.add(threads.submit(() -> drain(queue, work)));
            }
            try {
                for (var future : running) {
                    future.get();
                }
            } catch (ExecutionException | InterruptedException e) {
                queue.clear();
                threads.shutdownNow();
                throw failure(e);
            }
        }
    }

    private static <T> void drain(ConcurrentLinkedQueue<T> queue, Consumer<T> work) {
        for (var item = queue.poll(); item != null; item = queue.poll()) {
            try {
                work.accept(item);
            } catch (RuntimeException | Error failure) {
                queue.clear();
                throw failure;
            }
        }
    }

    private static RuntimeException failure(Exception e) {
        return switch (e) {
            case ExecutionException execution
                    when execution.getCause() instanceof RuntimeException it ->
                    it;
            case ExecutionException execution when execution.getCause() instanceof Error it ->
                    throw it;
            case InterruptedException _ -> {
                Thread.currentThread().interrupt();
                yield new IllegalStateException("interrupted", e);
            }
            default -> new IllegalStateException(e);
        };
    }
}
