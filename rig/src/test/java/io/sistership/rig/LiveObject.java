package io.sistership.rig;

import io.sistership.model.ApiResource;
import io.sistership.model.ObjectId;
import io.sistership.model.ObjectKey;
import tools.jackson.databind.JsonNode;

/// An object as a control plane answered it.
record LiveObject(ApiResource type, ObjectKey key, JsonNode json) {

    ObjectId id() {
        return ObjectId.of(type, key);
    }

    JsonNode at(String path) {
        return json.at(path);
    }
}
