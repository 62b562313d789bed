package io.sistership.kube;

import io.sistership.model.ApiResource;
import io.sistership.model.ObjectKey;

/// One object on a server, or a subresource of it.
///
/// @param subresource `status`, `scale`; empty for the object itself
public record ObjectAddress(ApiResource type, ObjectKey key, String subresource) {

    /// The object itself.
    public static ObjectAddress of(ApiResource type, ObjectKey key) {
        return new ObjectAddress(type, key, "");
    }

    /// Its status.
    public ObjectAddress status() {
        return new ObjectAddress(type, key, "status");
    }

    String path() {
        return Query.encode(type.path(key)) + (subresource.isEmpty() ? "" : "/" + subresource);
    }
}
