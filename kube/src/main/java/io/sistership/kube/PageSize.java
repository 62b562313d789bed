package io.sistership.kube;

/// How many objects the next page asks for: fewer when the server is too slow for them, and so many
/// that a page of large objects doesn't weigh more than the server should hold at once. Confined.
final class PageSize {

    static final long PAGE_BYTES = 8L << 20;

    private final int most;
    private int bound;
    private int current;

    PageSize(int most) {
        this.most = most;
        this.bound = most;
        this.current = most;
    }

    int current() {
        return current;
    }

    /// After a timeout: half as many from here on. Answers whether that is still possible.
    boolean shrink() {
        if (current == 1) {
            return false;
        }
        bound = Math.max(1, current / 2);
        current = bound;
        return true;
    }

    /// After a page: follows the objects' mean size so far.
    void read(long bytes, long objects) {
        if (objects > 0) {
            var mean = Math.max(1, bytes / objects);
            current = Math.clamp(PAGE_BYTES / mean, 1, Math.min(bound, most));
        }
    }
}
