package io.sistership.rig;

import io.sistership.kube.Patch;
import io.sistership.model.ApiResource;
import io.sistership.model.ObjectId;
import io.sistership.model.ObjectKey;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/// One change that somebody may make to an object of a recovered cluster.
///
/// @param operation of a JSON patch (RFC 6902): `add`, `remove`, `replace`
/// @param at where the patch acts
/// @param path where the object differs afterwards, as a JSON pointer
/// @param value what is put there; a missing node for `remove`
record Mutation(
        ApiResource type, ObjectKey key, String operation, String at, String path, JsonNode value) {

    static Mutation replace(LiveObject object, String path, JsonNode value) {
        return new Mutation(object.type(), object.key(), "replace", path, path, value);
    }

    static Mutation remove(LiveObject object, String path) {
        var nothing = Road.JSON.missingNode();
        return new Mutation(object.type(), object.key(), "remove", path, path, nothing);
    }

    static Mutation add(LiveObject object, String path, JsonNode value) {
        return new Mutation(object.type(), object.key(), "add", path, path, value);
    }

    /// A member of a member that isn't there yet either.
    static Mutation addWithin(LiveObject object, String parent, String name, JsonNode value) {
        var map = Road.JSON.createObjectNode();
        map.set(name.replace("~1", "/").replace("~0", "~"), value);
        return new Mutation(object.type(), object.key(), "add", parent, parent + "/" + name, map);
    }

    ObjectId id() {
        return ObjectId.of(type, key);
    }

    Patch patch() {
        var step = Road.JSON.createArrayNode().addObject();
        step.put("op", operation).put("path", at);
        if (!operation.equals("remove")) {
            step.set("value", value);
        }
        return Patch.json(("[" + step + "]").getBytes(StandardCharsets.UTF_8));
    }

    /// Whether one of the two stands within the other: then what one did can't be told from what the
    /// other did.
    boolean touches(Mutation other) {
        return id().equals(other.id()) && (within(path, other.path) || within(other.path, path));
    }

    /// Whether a place that was reported is this one, something in it, or something around it that is
    /// there on one side only.
    boolean isAt(String reported) {
        return within(path, reported) || within(reported, path);
    }

    private static boolean within(String inner, String outer) {
        return inner.equals(outer) || inner.startsWith(outer + "/");
    }

    @Override
    public String toString() {
        return "%s %s: %s %s".formatted(id(), path, operation, value);
    }
}
