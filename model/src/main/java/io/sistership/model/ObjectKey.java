package io.sistership.model;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

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
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof ObjectKey that
                        && name.equals(that.name)
                        && namespace.equals(that.namespace));
    }

    @Override
    public int hashCode() {
        return name.hashCode() * 31 + namespace.hashCode();
    }

    @Override
    public String toString() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }
}
