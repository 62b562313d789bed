package io.sistership.rig;

import io.sistership.model.ObjectId;
import io.sistership.restore.RequestRecorder;
import io.sistership.translate.Edit;
import io.sistership.translate.JsonDocument;
import io.sistership.translate.Span;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Keeps every body that a recovery sends to create an object. Thread-safe.
final class RecordedBodies implements RequestRecorder {

    private final ConcurrentLinkedQueue<Body> bodies = new ConcurrentLinkedQueue<>();

    /// One request.
    ///
    /// @param captured the object's bytes as they came out of the recovery point
    record Body(ObjectId id, JsonDocument captured, List<Edit> edits, String sent) {

        String capturedText() {
            var whole = new Span(0, captured.length());
            return new String(captured.copy(whole), StandardCharsets.UTF_8);
        }

        /// Says what, never the bytes: they may be a Secret's.
        @Override
        public String toString() {
            return id.toString();
        }
    }

    @Override
    public void sent(ObjectId id, JsonDocument captured, List<Edit> edits, byte[] body) {
        bodies.add(new Body(id, captured, edits, new String(body, StandardCharsets.UTF_8)));
    }

    List<Body> all() {
        return List.copyOf(bodies);
    }

    /// The one body of this object.
    Body of(String id) {
        return bodies.stream()
                .filter(body -> body.id().toString().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
