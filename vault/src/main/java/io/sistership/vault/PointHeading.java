package io.sistership.vault;

import io.sistership.model.Arn;
import io.sistership.model.Sha256;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Which point this is: of what, from when, after which. It stands in the manifest and, signed, in
/// the statement.
///
/// @param application the application's name
/// @param cluster the captured cluster's ARN
/// @param id the point's id
/// @param created when the capture began, in whole seconds
/// @param sequence 1 for the first accepted point of a cluster, then always one more
/// @param previous the accepted point before it; empty for the first
/// @param configuration SHA-256 of the application's published configuration
public record PointHeading(
        String application,
        Arn cluster,
        PointId id,
        Instant created,
        long sequence,
        Optional<PointLink> previous,
        Sha256 configuration) {

    public PointHeading {
        created = created.truncatedTo(ChronoUnit.SECONDS);
        if (application.isEmpty()) {
            throw new IllegalArgumentException("application is empty");
        }
        if (!id.begunAt(created)) {
            throw new IllegalArgumentException(
                    "point %s can't have begun at %s".formatted(id, created));
        }
        if (sequence < 1 || (sequence == 1) != previous.isEmpty()) {
            throw new IllegalArgumentException(
                    "point %s has sequence %d, but %s"
                            .formatted(
                                    id,
                                    sequence,
                                    previous.isEmpty() ? "no previous point" : "a previous point"));
        }
    }

    /// The cluster's name: the last part of its ARN.
    public String clusterName() {
        return cluster.resourceName();
    }
}
