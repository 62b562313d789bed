package io.sistership.restore;

import io.sistership.model.ApiResource;
import io.sistership.model.ObjectKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The recovery cluster's objects of one type, in bounded memory: bytes are kept up to a budget,
/// beyond it an object is asked for when it is needed. Confined.
final class LiveObjects implements LiveSink {

    private static final long BUDGET = 64L << 20;
    private static final byte[] ON_DEMAND = {};

    private final Cluster cluster;
    private final ApiResource type;
    private final Map<ObjectKey, byte[]> objects = new HashMap<>();
    private long kept;

    private LiveObjects(Cluster cluster, ApiResource type) {
        this.cluster = cluster;
        this.type = type;
    }

    static LiveObjects of(Cluster cluster, ApiResource type) {
        var objects = new LiveObjects(cluster, type);
        cluster.list(type, objects);
        return objects;
    }

    @Override
    public void object(ObjectKey key, byte[] bytes) {
        boolean fits = kept + bytes.length <= BUDGET;
        objects.put(key, fits ? bytes : ON_DEMAND);
        kept += fits ? bytes.length : 0;
    }

    @Override
    public void again() {
        objects.clear();
        kept = 0;
    }

    Set<ObjectKey> keys() {
        return Set.copyOf(objects.keySet());
    }

    Optional<ObjectView> find(ObjectKey key) {
        var bytes = objects.get(key);
        if (bytes == null) {
            return Optional.empty();
        }
        return (bytes.length > 0 ? Optional.of(bytes) : cluster.get(type, key))
                .map(b -> ObjectView.of(type, b));
    }
}
