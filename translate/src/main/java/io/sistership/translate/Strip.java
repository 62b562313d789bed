package io.sistership.translate;

import java.util.List;

/// One rule about what is left out of an object when it is created on another cluster.
interface Strip {

    /// The rule's name, as plans and reports print it.
    String name();

    /// The values to leave out; none where the rule doesn't apply.
    List<JsonValue> in(Subject subject);
}
