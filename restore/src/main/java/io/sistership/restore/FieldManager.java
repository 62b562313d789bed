package io.sistership.restore;

/// The name under which a recovery writes: it marks what is ours without a label on anybody's object.
final class FieldManager {

    private FieldManager() {}

    static String of(String recoveryId) {
        return "sistership:" + recoveryId;
    }
}
