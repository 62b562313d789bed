package io.sistership.control;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.util.List;

/// One object of a recovery point, as it may be shown.
public sealed interface ShownObject {

    /// Namespace (empty for cluster-scoped types) and name.
    String namespace();

    String name();

    /// The very bytes that the API server sent.
    ///
    /// @param object JSON, in the document as it stands here and not written anew
    record Plain(String namespace, String name, @JsonRawValue String object)
            implements ShownObject {}

    /// A Secret: what it is called and which values it holds, none of them readable.
    ///
    /// @param secretType `Opaque`, `kubernetes.io/tls` and so on
    /// @param values its data, annotations and labels
    record Sealed(String namespace, String name, String secretType, List<Value> values)
            implements ShownObject {}

    /// A value that is not shown.
    ///
    /// @param path where it stands, as `data.password`
    /// @param hmac HMAC-SHA256 under a key of this run that nobody keeps: within one run equal
    ///     values have equal digests, and no digest can be guessed from afterwards
    record Value(String path, String hmac) {}
}
