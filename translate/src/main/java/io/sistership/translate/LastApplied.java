package io.sistership.translate;

import java.util.Optional;

/// The copy of an object that `kubectl apply` keeps in an annotation, as text.
final class LastApplied {

    static final String POINTER =
            "/metadata/annotations/kubectl.kubernetes.io~1last-applied-configuration";

    private LastApplied() {}

    /// The embedded document; empty where there is none, or it can't be read.
    static Optional<EmbeddedJson> in(JsonDocument document) {
        return document.at(POINTER).flatMap(EmbeddedJson::in);
    }
}
