package io.sistership.model;

import java.util.List;

/// What `capture` in `sistership.yaml` changes of a standard capture. Immutable.
///
/// @param leaveOut left out besides what the standard leaves out
/// @param take captured though the standard leaves it out
/// @param requestsAtOnce how many requests an API server gets beside each other, at most: fewer are
///     gentler and slower
public record CaptureChanges(List<LeftOut> leaveOut, List<TypeSelector> take, int requestsAtOnce) {

    /// How many requests at once a capture makes where nothing is written. More wouldn't make it
    /// faster: what it asks for at once is bounded by what it can hold in memory.
    public static final int USUAL_REQUESTS = 12;

    /// What applies where nothing is written.
    public static final CaptureChanges NONE =
            new CaptureChanges(List.of(), List.of(), USUAL_REQUESTS);

    public CaptureChanges {
        if (requestsAtOnce < 1 || requestsAtOnce > USUAL_REQUESTS) {
            throw new IllegalArgumentException(
                    "requests at once aren't between 1 and %d: %d"
                            .formatted(USUAL_REQUESTS, requestsAtOnce));
        }
        leaveOut = List.copyOf(leaveOut);
        take = List.copyOf(take);
    }

    /// These changes of the policy, with so many requests at once.
    public CaptureChanges requestsAtOnce(int requests) {
        return new CaptureChanges(leaveOut, take, requests);
    }

    /// Types that nobody wants, and why: the reason stands in each recovery point's manifest.
    public record LeftOut(TypeSelector types, String reason) {

        public LeftOut {
            if (reason.isBlank()) {
                throw new IllegalArgumentException("no reason is given for leaving out " + types);
            }
        }
    }
}
