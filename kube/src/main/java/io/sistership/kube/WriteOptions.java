package io.sistership.kube;

/// How a write is made.
///
/// @param fieldManager the name that the server records as the owner of the written fields
/// @param dryRun everything but storing it (`dryRun=All`)
/// @param force server-side apply takes fields over from other managers; nothing for other writes
public record WriteOptions(String fieldManager, boolean dryRun, boolean force) {

    /// A real write under this manager.
    public static WriteOptions as(String fieldManager) {
        return new WriteOptions(fieldManager, false, false);
    }

    /// The same without storing anything.
    public WriteOptions dry() {
        return new WriteOptions(fieldManager, true, force);
    }

    /// The same, taking over fields of other managers.
    public WriteOptions forced() {
        return new WriteOptions(fieldManager, dryRun, true);
    }
}
