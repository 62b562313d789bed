package io.sistership.control;

import io.sistership.model.FailureKind;
import io.sistership.model.ObjectKey;
import io.sistership.model.SegmentClass;
import io.sistership.model.SistershipException;
import io.sistership.translate.JsonDocument;
import io.sistership.vault.TypeEntry;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// Objects by name, for people to look at: bytes as they are, Secrets by digests.
final class PointObjects {

    private final PointContents contents;
    private final RunDigests digests = new RunDigests();

    PointObjects(PointContents contents) {
        this.contents = contents;
    }

    /// @param type as `deployments.apps`
    /// @param names as `namespace/name`, or `name` for cluster-scoped types
    List<ShownObject> of(String type, List<String> names) {
        var entry = contents.type(type);
        var keys = names.stream().map(PointObjects::key).toList();
        var found = find(entry, keys);
        for (var key : keys) {
            if (!found.containsKey(key)) {
                throw new SistershipException(
                        FailureKind.ACCESS,
                        "object-not-found",
                        "the point holds no " + key + " of type " + type,
                        "Names are listed by: sistership show POINT " + type);
            }
        }
        return keys.stream().map(found::get).toList();
    }

    private Map<ObjectKey, ShownObject> find(TypeEntry entry, List<ObjectKey> keys) {
        var wanted = new HashSet<>(keys);
        var found = new HashMap<ObjectKey, ShownObject>();
        contents.open(entry)
                .lines(
                        entry,
                        (buffer, offset, length) -> {
                            var object = JsonDocument.of(buffer, offset, length);
                            var key = PointNames.key(object);
                            if (wanted.contains(key)) {
                                found.put(key, shown(entry.segmentClass(), key, object));
                            }
                        });
        return found;
    }

    private ShownObject shown(SegmentClass segmentClass, ObjectKey key, JsonDocument object) {
        return switch (segmentClass) {
            case OBJECTS ->
                    new ShownObject.Plain(
                            key.namespace(),
                            key.name(),
                            new String(object.copy(object.root().span()), StandardCharsets.UTF_8));
            case SECRETS ->
                    new ShownObject.Sealed(
                            key.namespace(),
                            key.name(),
                            object.text("/type").orElse(""),
                            digests.of(object));
        };
    }

    private static ObjectKey key(String name) {
        int slash = name.indexOf('/');
        try {
            return new ObjectKey(
                    slash < 0 ? "" : name.substring(0, slash), name.substring(slash + 1));
        } catch (IllegalArgumentException e) {
            throw new SistershipException(
                    FailureKind.USAGE,
                    "object-name",
                    "'" + name + "' names no object",
                    "Write it as NAMESPACE/NAME, or NAME for a cluster-scoped type.",
                    e);
        }
    }
}
