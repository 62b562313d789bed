package io.sistership.restore;

import io.sistership.model.ObjectId;
import io.sistership.translate.Edit;
import io.sistership.translate.JsonDocument;
import java.util.List;

/// Hears of every body that is about to be sent to create an object: with it can be proved that
/// bodies are captured bytes but for their listed edits. Implementations are thread-safe.
@FunctionalInterface
public interface RequestRecorder {

    /// Nobody records.
    RequestRecorder NONE = (_, _, _, _) -> {};

    /// The array must not be changed; it may hold a Secret.
    void sent(ObjectId id, JsonDocument captured, List<Edit> edits, byte[] body);
}
