package io.sistership.vault;

import java.util.concurrent.atomic.AtomicInteger;

/// Stores whose user is killed after so many writes to any of them.
final class MortalStores {

    private final AtomicInteger left;

    MortalStores(int writes) {
        this.left = new AtomicInteger(writes);
    }

    static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    BlobStore of(BlobStore store) {
        return new ForwardingStore(store) {
            @Override
            void writing(String key) {
                if (left.getAndDecrement() <= 0) {
                    throw new Killed();
                }
            }
        };
    }
}
