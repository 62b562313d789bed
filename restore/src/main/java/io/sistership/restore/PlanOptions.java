package io.sistership.restore;

/// What a plan needs to know of the recovery cluster beyond its objects.
///
/// @param sameServiceRange whether its service range is the primary's, so that Services can keep
///     their addresses; one that turns out to be taken is given up when the Service is written
public record PlanOptions(boolean sameServiceRange) {

    /// A cluster that was made as the primary's was.
    public static final PlanOptions LIKE_PRIMARY = new PlanOptions(true);
}
