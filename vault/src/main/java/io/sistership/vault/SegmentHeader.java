package io.sistership.vault;

import io.sistership.model.ApiResource;
import io.sistership.model.SegmentClass;
import tools.jackson.core.JsonGenerator;

/// The first line of a segment: what the other lines are. A list's items carry no `apiVersion` and
/// `kind` of their own, so the header says it for them.
final class SegmentHeader {

    private SegmentHeader() {}

    /// Of objects, whole or changed.
    static byte[] of(ApiResource type, long count) {
        return CanonicalJson.bytes(json -> {
            type(json, type);
            json.writeNumberProperty("count", count);
        });
    }

    /// Of the numbers of base lines that no longer hold.
    static byte[] dropped(ApiResource type, long count) {
        return part("dropped", type, count);
    }

    /// Of keys and HMACs of base lines; not part of any point.
    static byte[] index(ApiResource type, long count) {
        return part("index", type, count);
    }

    private static byte[] part(String part, ApiResource type, long count) {
        return CanonicalJson.bytes(json -> {
            type(json, type);
            json.writeStringProperty("part", part);
            json.writeNumberProperty("count", count);
        });
    }

    private static void type(JsonGenerator json, ApiResource type) {
        json.writeNumberProperty("format", HeadingJson.FORMAT);
        json.writeStringProperty("group", type.group());
        json.writeStringProperty("version", type.version());
        json.writeStringProperty("kind", type.kind());
        json.writeStringProperty("resource", type.plural());
        json.writeStringProperty("class", SegmentClass.of(type).label());
    }

    static byte[] of(String service, String operation, long count) {
        return CanonicalJson.bytes(json -> {
            json.writeNumberProperty("format", HeadingJson.FORMAT);
            json.writeStringProperty("service", service);
            json.writeStringProperty("operation", operation);
            json.writeStringProperty("class", SegmentClass.OBJECTS.label());
            json.writeNumberProperty("count", count);
        });
    }
}
