package io.sistership.restore;

import java.time.Duration;

/// How a restore paces itself. Immutable.
///
/// @param writers how many objects are written at once
/// @param definitionDeadline how long definitions may take until they are established
/// @param backendDeadline how long backends may take, together, until they answer
/// @param retryDeadline for how long, after everything else, what a server put off is tried again
/// @param pollInterval how often something that is waited for is looked at
public record RestoreOptions(
        int writers,
        Duration definitionDeadline,
        Duration backendDeadline,
        Duration retryDeadline,
        Duration pollInterval) {

    /// What fits a production server.
    public static final RestoreOptions STANDARD =
            new RestoreOptions(
                    16,
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(1),
                    Duration.ofMillis(250));

    public RestoreOptions {
        if (writers < 1) {
            throw new IllegalArgumentException("writers is below 1: " + writers);
        }
    }

    /// The same with another deadline for backends.
    public RestoreOptions backendsWithin(Duration deadline) {
        return new RestoreOptions(
                writers, definitionDeadline, deadline, retryDeadline, pollInterval);
    }
}
