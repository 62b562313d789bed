package io.sistership.restore;

import io.sistership.translate.JsonValue;
import java.util.Optional;

/// A Service that something calls: a webhook's, a conversion's, an aggregated API's.
record ServiceName(String namespace, String name) {

    /// Reads `{"namespace": ..., "name": ...}`.
    static Optional<ServiceName> of(Optional<JsonValue> reference) {
        return reference
                .filter(JsonValue::isObject)
                .map(r ->
                        new ServiceName(
                                ObjectView.text(r, "namespace"), ObjectView.text(r, "name")));
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
