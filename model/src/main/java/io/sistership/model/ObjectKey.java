package io.sistership.model;

import java.util.Comparator;

/// Where an object stands within its type: namespace (empty for cluster-scoped types) and name.
public record ObjectKey(String namespace, String name) implements Comparable<ObjectKey> {

    private static final Comparator<ObjectKey> ORDER =
            Comparator.comparing(ObjectKey::namespace).thenComparing(ObjectKey::name);

    public ObjectKey {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("an object's name is empty");
        }
    }

    /// A key of a cluster-scoped object.
    public static ObjectKey cluster(String name) {
        return new ObjectKey("", name);
    }

    @Override
    public int compareTo(ObjectKey other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }
}
