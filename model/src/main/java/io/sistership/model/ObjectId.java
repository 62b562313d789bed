package io.sistership.model;

import org.jspecify.annotations.Nullable;

/// One API object whatever the version it is served in: group, kind and key.
///
/// Printed for people as `Deployment.apps shop/web`.
public record ObjectId(String group, String kind, ObjectKey key) {

    /// The id of an object of this type.
    public static ObjectId of(ApiResource type, ObjectKey key) {
        return new ObjectId(type.group(), type.kind(), key);
    }

    /// Written out, as that of [ObjectKey]: ids are looked up for every object many times, and what
    /// Java makes of a record is slow until the second compiler has seen it.
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof ObjectId that
                        && key.equals(that.key)
                        && kind.equals(that.kind)
                        && group.equals(that.group));
    }

    @Override
    public int hashCode() {
        return (key.hashCode() * 31 + kind.hashCode()) * 31 + group.hashCode();
    }

    @Override
    public String toString() {
        return (group.isEmpty() ? kind : kind + "." + group) + " " + key;
    }
}
