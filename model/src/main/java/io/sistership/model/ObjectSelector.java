package io.sistership.model;

/// Some objects of a type, as people name them.
///
/// @param namespace empty for every one
/// @param name empty for every one
public record ObjectSelector(TypeSelector types, String namespace, String name) {

    /// Whether this object is meant.
    public boolean covers(ApiResource type, ObjectKey key) {
        return types.covers(type)
                && (namespace.isEmpty() || namespace.equals(key.namespace()))
                && (name.isEmpty() || name.equals(key.name()));
    }

    /// `deployments.apps shop/web`, `secrets shop/*`, `configmaps`.
    @Override
    public String toString() {
        if (namespace.isEmpty() && name.isEmpty()) {
            return types.toString();
        }
        var place = namespace.isEmpty() ? "" : namespace + "/";
        return types + " " + place + (name.isEmpty() ? "*" : name);
    }
}
