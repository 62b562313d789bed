package io.sistership.translate;

import io.sistership.model.Arn;
import io.sistership.model.Environment;

/// From where to where objects go, and what stands for what there. Immutable.
public record Crossing(Environment primary, Environment recovery, Counterparts counterparts) {

    /// Whether a role stays behind in the primary account. Within one account it doesn't: the role
    /// is kept, and its trust gains the second issuer.
    boolean leavesBehind(Arn role) {
        return !primary.account().equals(recovery.account())
                && role.account().equals(primary.account().value());
    }
}
