package io.sistership.vault;

import io.sistership.model.ObjectKey;
import java.util.Optional;

/// Takes a type's objects and makes segments of them. Confined.
sealed interface TypeLines permits WholeLines, DeltaLines {

    void line(ObjectKey key, byte[] buffer, int offset, int length);

    /// Takes back what was written; nothing may be given afterwards.
    void discard();

    /// Forgets everything; the next line is the list's first again.
    void restart();

    /// All objects were given.
    Finished finish();

    /// @param contents for the manifest
    /// @param indexed for the next capture; empty where no index is kept
    record Finished(TypeContents contents, Optional<IndexedType> indexed) {}
}
