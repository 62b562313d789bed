package io.sistership.restore;

import io.sistership.model.ApiResource;
import io.sistership.model.ObjectId;
import java.util.List;

/// What a plan keeps of one captured object: small, whatever the object's size; the bytes are read
/// again from the point when they are needed.
///
/// @param line its place among the type's lines in the point, from 0
/// @param uid the primary's
/// @param applied whether somebody manages it by server-side apply
record CapturedObject(
        ApiResource type,
        int line,
        ObjectId id,
        String uid,
        List<OwnerReference> owners,
        Facet facet,
        boolean applied) {

    static CapturedObject of(ObjectView object, int line) {
        return new CapturedObject(
                object.type(),
                line,
                object.id(),
                object.uid(),
                object.owners(),
                Facet.of(object),
                object.isApplied());
    }

    String namespace() {
        return id.key().namespace();
    }

    boolean is(String groupResource) {
        return type.groupResource().equals(groupResource);
    }
}
