package io.sistership.vault;

import java.util.concurrent.atomic.AtomicInteger;

/// Stores whose user is killed after so many writes to any of them.
final class MortalStores extends WatchedStores {

    private final AtomicInteger left;

    MortalStores(int writes) {
        this.left = new AtomicInteger(writes);
    }

    static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Override
    void writing() {
        if (left.getAndDecrement() <= 0) {
            throw new Killed();
        }
    }
}
