package io.sistership.rebuild;

import java.time.Duration;

/// How long a step waits for AWS to finish what it began.
///
/// @param cluster until a control plane is active: AWS takes about ten minutes
/// @param nodes until a node group or Fargate profile is active
/// @param firstPause between two looks; it grows up to `longestPause`
public record Patience(
        Duration cluster, Duration nodes, Duration firstPause, Duration longestPause) {

    /// Long enough for AWS on a bad day.
    public static Patience standard() {
        return new Patience(
                Duration.ofMinutes(30),
                Duration.ofMinutes(30),
                Duration.ofMillis(250),
                Duration.ofSeconds(10));
    }

    /// How long to wait for a step of this kind.
    Duration limit(StepKind kind) {
        return switch (kind) {
            case CLUSTER, DELEGATE_ACCESS, ACCESS_ENTRY -> cluster;
            case NODEGROUP, FARGATE_PROFILE -> nodes;
        };
    }

    Duration next(Duration pause) {
        var longer = pause.multipliedBy(3).dividedBy(2);
        return longer.compareTo(longestPause) > 0 ? longestPause : longer;
    }
}
