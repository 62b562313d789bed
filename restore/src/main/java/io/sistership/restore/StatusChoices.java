package io.sistership.restore;

import io.sistership.model.ApiResource;
import java.util.HashMap;
import java.util.Map;

/// Whether a custom type's status is data: where its definition has no status subresource, it is an
/// ordinary field. Definitions have to be learnt first. Confined.
final class StatusChoices {

    private final Map<String, Facet.Definition> definitions = new HashMap<>();

    void learn(CapturedObject object) {
        if (object.facet() instanceof Facet.Definition definition) {
            definitions.put(definition.group() + "/" + definition.kind(), definition);
        }
    }

    boolean keep(ApiResource type) {
        var definition = definitions.get(type.group() + "/" + type.kind());
        return definition != null && !definition.withStatus().contains(type.version());
    }
}
