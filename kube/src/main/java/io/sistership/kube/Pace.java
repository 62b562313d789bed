package io.sistership.kube;

import java.util.concurrent.Semaphore;

/// Bounds the requests in flight: halves the bound when the server throttles and raises it again
/// by one after a run of answers. Thread-safe.
final class Pace {

    private static final int ANSWERS_PER_STEP = 32;

    private final int most;
    private final Permits permits;
    private int bound;
    private int answers;

    Pace(int most) {
        this.most = most;
        this.bound = most;
        this.permits = new Permits(most);
    }

    void enter() throws InterruptedException {
        permits.acquire();
    }

    void leave() {
        permits.release();
    }

    synchronized void throttled() {
        var lower = Math.max(1, bound / 2);
        permits.shrink(bound - lower);
        bound = lower;
        answers = 0;
    }

    synchronized void answered() {
        if (bound < most && ++answers >= ANSWERS_PER_STEP) {
            bound++;
            answers = 0;
            permits.release();
        }
    }

    synchronized int bound() {
        return bound;
    }

    private static final class Permits extends Semaphore {

        private static final long serialVersionUID = 1L;

        Permits(int permits) {
            super(permits);
        }

        void shrink(int by) {
            reducePermits(by);
        }
    }
}
