package io.sistership.restore;

import io.sistership.model.Action;
import io.sistership.model.ObjectId;

/// A planned object with what restoring it needs besides.
///
/// @param rank its step within the wave
/// @param liveUid its uid in the recovery cluster when the plan was made; empty if it wasn't there
/// @param presentAnyway whether every cluster has it under this name without our doing
record PlanEntry(
        PlannedObject planned,
        CapturedObject captured,
        int rank,
        String liveUid,
        boolean presentAnyway) {

    ObjectId id() {
        return planned.id();
    }

    Action action() {
        return planned.action();
    }

    /// Whether the recovery cluster has the object once the plan is done.
    boolean willBeThere() {
        return switch (planned.action()) {
            case Action.Create(), Action.Adopt(), Action.Update _, Action.Recreate _ -> true;
            case Action.Skip _ -> presentAnyway;
            case Action.Blocked _ -> false;
        };
    }

    /// Whether its uid is known before the other one is written.
    boolean precedes(PlanEntry other) {
        boolean made =
                planned.action() instanceof Action.Create
                        || planned.action() instanceof Action.Recreate;
        if (!made) {
            return true;
        }
        int waves = planned.wave().compareTo(other.planned.wave());
        return waves < 0 || (waves == 0 && rank < other.rank);
    }
}
