package io.sistership.capture;

/// How a capture is made. Immutable.
///
/// @param typesAtOnce how many types are listed beside each other; each holds about one segment in
///     memory
/// @param oneRevision whether all types are listed at one revision; off, every type shows its own
///     moment. Tests switch it off to show that it matters
public record CaptureOptions(int typesAtOnce, boolean oneRevision) {

    public CaptureOptions {
        if (typesAtOnce < 1) {
            throw new IllegalArgumentException("types at once are below 1: " + typesAtOnce);
        }
    }

    /// What fits a delegate of 1 GB.
    public static CaptureOptions standard() {
        return new CaptureOptions(6, true);
    }

    /// The same for a server that gets at most so many requests at once: a list that waits for its
    /// turn between two pages would hold its memory meanwhile, and its revision grow old.
    public CaptureOptions requestsAtOnce(int requests) {
        return new CaptureOptions(Math.min(typesAtOnce, requests), oneRevision);
    }

    /// The same with every type at a moment of its own.
    public CaptureOptions withoutCut() {
        return new CaptureOptions(typesAtOnce, false);
    }
}
