package io.sistership.restore;

import io.sistership.model.FailureKind;
import io.sistership.model.SistershipException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Runs tasks on virtual threads, so many at once; handing one over waits for a free place, so that
/// what tasks hold is bounded. Handed over and closed by one thread.
final class Workers implements AutoCloseable {

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private final Semaphore places;
    private boolean thrown;

    Workers(int count) {
        places = new Semaphore(count);
    }

    /// Starts a task as soon as there is a place.
    ///
    /// @throws RuntimeException what an earlier task threw: nothing more is started
    void run(Runnable task) {
        try {
            places.acquire();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        if (failure.get() != null) {
            places.release();
            rethrow();
            return;
        }
        threads.execute(() -> guarded(task));
    }

    /// A task's failure must reach the thread that waits for all of them, whatever it is.
    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
        } finally {
            places.release();
        }
    }

    /// Waits for all tasks.
    ///
    /// @throws RuntimeException what the first failed task threw
    @Override
    public void close() {
        threads.close();
        rethrow();
    }

    /// Once: whoever got it from [#run] closes this with it on the way out.
    private void rethrow() {
        var first = failure.get();
        if (first != null && !thrown) {
            thrown = true;
            throw first;
        }
    }

    static SistershipException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new SistershipException(
                FailureKind.UNFINISHED,
                "interrupted",
                "the restore was interrupted",
                "Run the same command again: it goes on where it stopped.",
                e);
    }
}
