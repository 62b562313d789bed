package io.sistership.vault;

import java.util.List;

/// What a capture leaves for the next one, sealed: it says for one point how to recognise what has
/// not changed since. Nothing of it is needed to open a point. Immutable.
///
/// @param point the point that it describes; of use only while that is the accepted one
/// @param epoch the point that began its epoch
/// @param hashKey base64 of the key of all hashes of the epoch
/// @param types the types that have a base
/// @param documents hashes of AWS responses
record IndexState(
        PointId point,
        PointId epoch,
        String hashKey,
        List<IndexedType> types,
        List<IndexedDocuments> documents) {

    IndexState {
        types = List.copyOf(types);
        documents = List.copyOf(documents);
    }

    @Override
    public String toString() {
        return "IndexState[" + point + "]";
    }

    /// The AWS responses of one operation.
    ///
    /// @param hash over the hashes of all its documents
    record IndexedDocuments(String service, String operation, String hash) {}
}
