package io.sistership.kube;

/// How a write is made.
///
/// @param fieldManager the name that the server records as the owner of the written fields
/// @param dryRun everything but storing it (`dryRun=All`)
/// @param force server-side apply takes fields over from other managers; nothing for other writes
/// @param brief the answer to a creation or a patch need only have the object's metadata: less to send, to
///     decrypt and to read. A server that can't leaves the rest in.
public record WriteOptions(String fieldManager, boolean dryRun, boolean force, boolean brief) {

    /// Kubernetes API Concepts, "Receiving resources as Tables" tells of such forms; that writes
    /// are answered in them too: `transformResponseObject` in apiserver's `handlers/create.go`.
    private static final String METADATA =
            "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";

    /// A real write under this manager.
    public static WriteOptions as(String fieldManager) {
        return new WriteOptions(fieldManager, false, false, false);
    }

    /// The same without storing anything.
    public WriteOptions dry() {
        return new WriteOptions(fieldManager, true, force, brief);
    }

    /// The same, taking over fields of other managers.
    public WriteOptions forced() {
        return new WriteOptions(fieldManager, dryRun, true, brief);
    }

    /// The same, where of the answer only the metadata are of interest.
    public WriteOptions briefly() {
        return new WriteOptions(fieldManager, dryRun, force, true);
    }

    String accept() {
        return brief ? METADATA : Call.JSON;
    }
}
