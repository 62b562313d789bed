package io.sistership.vault;

/// Does something once, just before a file of that name is written.
final class InterposedStore extends ForwardingStore {

    private final String suffix;
    private final Runnable action;
    private boolean done;

    InterposedStore(BlobStore store, String suffix, Runnable action) {
        super(store);
        this.suffix = suffix;
        this.action = action;
    }

    @Override
    void writing(String key) {
        if (!done && key.endsWith(suffix)) {
            done = true;
            action.run();
        }
    }
}
