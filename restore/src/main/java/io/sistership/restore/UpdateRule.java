package io.sistership.restore;

import io.sistership.model.Action;
import java.util.Optional;

/// Says how an object that is there already is changed: the only way in which a recovery changes
/// what it finds.
interface UpdateRule {

    /// As plans print it.
    String name();

    boolean appliesTo(ObjectView wanted);

    /// What a plan says when nothing is there yet.
    Action whenMissing(ObjectView wanted);

    /// What a plan says when the cluster itself isn't there yet: what becomes of the object once it
    /// is.
    default Action beforeCluster(ObjectView wanted) {
        return whenMissing(wanted);
    }

    /// The JSON merge patch (RFC 7386) that brings the live object to what is wanted; empty if it is
    /// there already.
    Optional<String> patch(ObjectView wanted, ObjectView live);

    /// What a plan says of an object that is there.
    default Action whenThere(ObjectView wanted, ObjectView live) {
        return patch(wanted, live).isPresent() ? new Action.Update(name()) : new Action.Adopt();
    }
}
