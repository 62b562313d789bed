package io.sistership.vault;

import java.util.ArrayList;
import java.util.Collection;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/// The same work on many items, on virtual threads, a few at once.
final class BoundedTasks {

    private static final int AT_ONCE = 8;

    private BoundedTasks() {}

    /// Returns once all are done, or throws what the first item in order that failed threw; then
    /// the others are interrupted.
    static <T> void forEach(Collection<T> items, Consumer<T> task) {
        var permits = new Semaphore(AT_ONCE);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var futures = new ArrayList<Future<?>>(items.size());
            for (var item : items) {
                futures.add(threads.submit(() -> limited(permits, task, item)));
            }
            futures.forEach(future -> await(future, threads));
        }
    }

    private static <T> void limited(Semaphore permits, Consumer<T> task, T item) {
        try {
            permits.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        try {
            task.accept(item);
        } finally {
            permits.release();
        }
    }

    private static void await(Future<?> future, ExecutorService threads) {
        try {
            future.get();
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            threads.shutdownNow();
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("a task failed", e.getCause());
        }
    }
}
