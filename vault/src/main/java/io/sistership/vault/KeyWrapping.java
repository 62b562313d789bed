package io.sistership.vault;

import io.sistership.model.Sensitive;
import java.util.Map;

/// Makes data keys and has them wrapped by a key that never leaves its keeper (KMS).
///
/// The context is bound to the wrapped key and stands in the keeper's log and policies: whoever may
/// unwrap `class=objects` may not thereby unwrap `class=secrets`. Implementations are thread-safe.
public interface KeyWrapping {

    /// A fresh 256-bit data key, plain and wrapped.
    DataKey generate(Map<String, String> context);

    /// The plain data key again; the caller closes it.
    ///
    /// @throws UnwrapDeniedException if this caller may not have it
    Sensitive unwrap(byte[] wrapped, Map<String, String> context);
}
