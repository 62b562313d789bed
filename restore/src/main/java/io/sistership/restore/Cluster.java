package io.sistership.restore;

import io.sistership.model.ApiResource;
import io.sistership.model.ObjectKey;
import java.util.Optional;

/// The recovery cluster, as far as this module speaks to it. Implementations are thread-safe and
/// write under the recovery's field manager.
interface Cluster {

    Served served(ApiResource type);

    /// Hands over every object of a type; nothing where the type isn't served.
    void list(ApiResource type, LiveSink sink);

    Optional<byte[]> get(ApiResource type, ObjectKey key);

    WriteAnswer create(ApiResource type, String namespace, byte[] body);

    /// As [#create], without storing anything.
    WriteAnswer tryCreate(ApiResource type, String namespace, byte[] body);

    /// A JSON merge patch.
    WriteAnswer patch(ApiResource type, ObjectKey key, String patch);

    /// Puts a body in the place of an object; it names the version that it replaces.
    WriteAnswer replace(ApiResource type, ObjectKey key, byte[] body);

    /// Deletes this very object, and what depends on it; nothing where it is gone.
    void delete(ApiResource type, ObjectKey key, String uid);

    /// Whether at least one ready endpoint answers for a Service.
    boolean answers(ServiceName service);

    /// The name that marks what this recovery writes.
    String fieldManager();
}
