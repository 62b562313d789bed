package io.sistership.kube;

/// How an object is deleted.
///
/// @param uid deletes only the object with this uid; empty for any
/// @param propagation `Background`, `Foreground` or `Orphan`
/// @param dryRun everything but deleting it
public record DeleteOptions(String uid, String propagation, boolean dryRun) {

    /// Whatever object has the name; its dependents follow.
    public static DeleteOptions background() {
        return new DeleteOptions("", "Background", false);
    }

    /// Only this very object.
    public DeleteOptions only(String uid) {
        return new DeleteOptions(uid, propagation, dryRun);
    }

    byte[] body() {
        var json = Json.object();
        json.put("kind", "DeleteOptions").put("apiVersion", "v1");
        json.put("propagationPolicy", propagation);
        if (!uid.isEmpty()) {
            json.putObject("preconditions").put("uid", uid);
        }
        if (dryRun) {
            json.putArray("dryRun").add("All");
        }
        return Json.bytes(json);
    }
}
