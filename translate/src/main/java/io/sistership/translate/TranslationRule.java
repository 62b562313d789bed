package io.sistership.translate;

import io.sistership.model.ApiResource;

/// One known place of identifiers. Stateless: what it finds goes into the [Findings].
interface TranslationRule {

    /// The rule's name, as plans and reports print it.
    String name();

    /// Whether objects of this type can have the place at all.
    boolean appliesTo(ApiResource type);

    /// Looks the place up and tells what is to be done.
    void translate(Subject subject, Crossing crossing, Findings findings);
}
