package io.sistership.control;

import io.sistership.model.FailureKind;
import io.sistership.model.SistershipException;
import io.sistership.vault.AcceptedMarks;
import io.sistership.vault.PointCatalog;
import io.sistership.vault.PointId;

/// Which point a person means: the one they name, or the newest accepted one.
final class PointChoice {

    private final String cluster;
    private final PointCatalog catalog;
    private final AcceptedMarks marks;

    PointChoice(String cluster, PointCatalog catalog, AcceptedMarks marks) {
        this.cluster = cluster;
        this.catalog = catalog;
        this.marks = marks;
    }

    /// @param wanted an id; empty: the newest accepted point
    PointId choose(String wanted) {
        return wanted.isEmpty() ? newest() : named(wanted);
    }

    private PointId newest() {
        return marks.find(cluster)
                .map(mark -> mark.point().point())
                .orElseThrow(() ->
                        new SistershipException(
                                FailureKind.ACCESS,
                                "no-point",
                                "there is no recovery point of " + cluster + " yet",
                                "Make one: sistership capture"));
    }

    private PointId named(String wanted) {
        PointId id;
        try {
            id = new PointId(wanted);
        } catch (IllegalArgumentException e) {
            throw new SistershipException(
                    FailureKind.USAGE,
                    "point-form",
                    String.valueOf(e.getMessage()),
                    "List them: sistership points",
                    e);
        }
        if (!catalog.contains(cluster, id)) {
            throw new SistershipException(
                    FailureKind.ACCESS,
                    "point-not-found",
                    "there is no recovery point " + wanted + " of " + cluster + " in the vault",
                    "List them: sistership points");
        }
        return id;
    }
}
