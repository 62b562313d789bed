package io.sistership.restore;

import io.sistership.model.RestoreChoices;

/// What a plan needs to know of the recovery cluster beyond its objects.
///
/// @param sameServiceRange whether its service range is the primary's, so that Services can keep
///     their addresses; one that turns out to be taken is given up when the Service is written
/// @param choices what a person's configuration says
public record PlanOptions(boolean sameServiceRange, RestoreChoices choices) {

    /// A cluster that was made as the primary's was.
    public static final PlanOptions LIKE_PRIMARY = new PlanOptions(true, RestoreChoices.NONE);

    /// The same under other choices.
    public PlanOptions choosing(RestoreChoices other) {
        return new PlanOptions(sameServiceRange, other);
    }
}
