package io.sistership.model;

/// One API object whatever the version it is served in: group, kind and key.
///
/// Printed for people as `Deployment.apps shop/web`.
public record ObjectId(String group, String kind, ObjectKey key) {

    /// The id of an object of this type.
    public static ObjectId of(ApiResource type, ObjectKey key) {
        return new ObjectId(type.group(), type.kind(), key);
    }

    @Override
    public String toString() {
        return (group.isEmpty() ? kind : kind + "." + group) + " " + key;
    }
}
