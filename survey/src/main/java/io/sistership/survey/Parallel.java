package io.sistership.survey;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/// Asks several things at once, on virtual threads, few enough not to be throttled.
final class Parallel {

    // EKS and IAM begin to throttle reads of one account at some tens a second.
    private static final int AT_ONCE = 8;

    private Parallel() {}

    /// The results in the order of the questions; the first failure is thrown as it is.
    static <T, R> List<R> map(Collection<T> questions, Function<T, R> ask) {
        var permits = new Semaphore(AT_ONCE);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var asked =
                    questions.stream()
                            .map(one -> threads.submit(limited(permits, () -> ask.apply(one))))
                            .toList();
            return asked.stream().map(Parallel::result).toList();
        }
    }

    private static <R> Callable<R> limited(Semaphore permits, Callable<R> call) {
        return () -> {
            permits.acquire();
            try {
                return call.call();
            } finally {
                permits.release();
            }
        };
    }

    private static <R> R result(Future<R> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while surveying", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
