package io.sistership.translate;

import io.sistership.model.Arn;
import io.sistership.model.Environment;

/// From where to where objects go, and what stands for what there. Immutable.
public record Crossing(Environment primary, Environment recovery, Counterparts counterparts) {

    /// Whether something stays behind in the primary environment. Within one account only what the
    /// primary region has does: a role is kept, and its trust gains the second issuer.
    boolean leavesBehind(Arn arn) {
        if (!arn.account().equals(primary.account().value())) {
            return false;
        }
        return !primary.account().equals(recovery.account())
                || (changesRegion() && arn.region().equals(primary.region().value()));
    }

    /// Whether something that works only in its own region can be used on the recovery side.
    boolean reaches(Arn arn) {
        boolean there = arn.region().isEmpty() || arn.region().equals(recovery.region().value());
        return there && !leavesBehind(arn);
    }

    /// Whether the recovery side lies in another region.
    boolean changesRegion() {
        return !primary.region().equals(recovery.region());
    }
}
