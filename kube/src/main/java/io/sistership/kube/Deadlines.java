package io.sistership.kube;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Ends what takes too long. A blocking connection has a limit of its own only between two reads:
/// none for writing, and none for an answer that comes byte by byte. Thread-safe.
final class Deadlines implements AutoCloseable {

    private final ScheduledThreadPoolExecutor clock;

    Deadlines() {
        clock =
                new ScheduledThreadPoolExecutor(
                        1,
                        Thread.ofPlatform().daemon().name("kube-deadlines").factory(),
                        new DiscardPolicy()); // once closed, connections are closed as well
        clock.setRemoveOnCancelPolicy(true);
    }

    /// Does something once the time is over, unless the deadline is met before.
    Deadline after(Duration time, Runnable end) {
        var deadline = new Deadline(end);
        deadline.scheduled = clock.schedule(deadline, time.toNanos(), TimeUnit.NANOSECONDS);
        return deadline;
    }

    /// Either met or missed, once and for all.
    static final class Deadline implements Runnable {

        private enum State {
            OPEN,
            MET,
            MISSED
        }

        private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
        private final Runnable end;
        private @Nullable Future<?> scheduled;

        private Deadline(Runnable end) {
            this.end = end;
        }

        /// @return whether it was in time; what is to happen at its end doesn't happen any more then
        boolean met() {
            if (state.compareAndSet(State.OPEN, State.MET) && scheduled != null) {
                scheduled.cancel(false);
            }
            return state.get() == State.MET;
        }

        @Override
        public void run() {
            if (state.compareAndSet(State.OPEN, State.MISSED)) {
                end.run();
            }
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
