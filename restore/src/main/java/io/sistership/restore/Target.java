package io.sistership.restore;

import io.sistership.model.ApiResource;
import io.sistership.model.ObjectId;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;

/// What planning asks of the target.
///
/// @param served whether objects of a type can be written
/// @param live the objects of a type that are there; nothing where the cluster doesn't exist
/// @param known whether this recovery's journal knows the object with this uid
/// @param fieldManager the marker of this recovery; empty where nothing can carry it
record Target(
        Function<ApiResource, Served> served,
        Function<ApiResource, Optional<LiveObjects>> live,
        BiPredicate<ObjectId, String> known,
        String fieldManager) {

    static Target absent() {
        return new Target(_ -> new Served.Unknown(), _ -> Optional.empty(), (_, _) -> false, "");
    }

    static Target live(Cluster cluster, RestoreJournal journal) {
        return new Target(
                cluster::served,
                type -> Optional.of(LiveObjects.of(cluster, type)),
                journal::knows,
                cluster.fieldManager());
    }

    /// Asked for what is served, but not for what is there: to tell what ought to be.
    static Target blind(Cluster cluster) {
        return new Target(cluster::served, _ -> Optional.empty(), (_, _) -> false, "");
    }

    /// Whether this recovery wrote the live object.
    boolean isOurs(ObjectView live) {
        return live.managers().contains(fieldManager) || known.test(live.id(), live.uid());
    }
}
