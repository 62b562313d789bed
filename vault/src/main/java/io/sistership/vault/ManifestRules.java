package io.sistership.vault;

import io.sistership.model.SegmentClass;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What must hold inside a manifest, whoever wrote it: everything is listed once, and a segment is
/// sealed under a key of its type's class (or a reader who may not read Secrets would get some).
final class ManifestRules {

    private final Map<String, WrappedKey> keys = new HashMap<>();
    private final Set<String> segments = new HashSet<>();
    private final Set<String> entries = new HashSet<>();

    ManifestRules(List<WrappedKey> keys) {
        for (var key : keys) {
            if (this.keys.put(key.id(), key) != null) {
                throw new IllegalArgumentException("key " + key.id() + " is listed twice");
            }
        }
    }

    /// A point that begins an epoch stands alone.
    void checkEpoch(PointId point, PointId epoch) {
        if (epoch.begun().isAfter(point.begun())) {
            throw new IllegalArgumentException("its epoch began with a later point, " + epoch);
        }
        for (var key : keys.values()) {
            if (epoch.equals(point) && !key.point().equals(point)) {
                throw new IllegalArgumentException(
                        "it begins an epoch, but lists key %s of another point"
                                .formatted(key.id()));
            }
        }
    }

    void check(List<TypeEntry> types, List<DocumentEntry> documents) {
        for (var type : types) {
            once("type " + type.resource().groupResource());
            checkSegments(type.segments(), type.segmentClass());
        }
        for (var document : documents) {
            once("document " + document.service() + " " + document.operation());
            checkSegments(document.segments(), document.segmentClass());
        }
    }

    private void once(String entry) {
        if (!entries.add(entry)) {
            throw new IllegalArgumentException(entry + " is listed twice");
        }
    }

    private void checkSegments(List<SegmentEntry> listed, SegmentClass segmentClass) {
        for (var segment : listed) {
            if (!segments.add(segment.name())) {
                throw new IllegalArgumentException(
                        "segment " + segment.name() + " is listed twice");
            }
            var key = keys.get(segment.key());
            if (key == null) {
                throw new IllegalArgumentException(
                        "segment %s names key %s, which isn't listed"
                                .formatted(segment.name(), segment.key()));
            }
            if (key.segmentClass() != segmentClass) {
                throw new IllegalArgumentException(
                        "segment %s of class %s names key %s of class %s"
                                .formatted(
                                        segment.name(),
                                        segmentClass.label(),
                                        key.id(),
                                        key.segmentClass().label()));
            }
        }
    }
}
