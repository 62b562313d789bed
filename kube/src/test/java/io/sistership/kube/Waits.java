package io.sistership.kube;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Remembers how long it was asked to wait, and doesn't.
final class Waits implements Transport.Sleeper {

    private final List<Duration> waits = new ArrayList<>();

    @Override
    public synchronized void sleep(Duration duration) {
        waits.add(duration);
    }

    synchronized List<Duration> all() {
        return List.copyOf(waits);
    }
}
