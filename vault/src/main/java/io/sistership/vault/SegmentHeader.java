package io.sistership.vault;

import io.sistership.model.SegmentClass;

/// The first line of a segment: what the other lines are. A list's items carry no `apiVersion` and
/// `kind` of their own, so the header says it for them.
final class SegmentHeader {

    private SegmentHeader() {}

    static byte[] of(TypeHeader type, long count) {
        var resource = type.resource();
        return CanonicalJson.bytes(json -> {
            json.writeNumberProperty("format", HeadingJson.FORMAT);
            json.writeStringProperty("group", resource.group());
            json.writeStringProperty("version", resource.version());
            json.writeStringProperty("kind", resource.kind());
            json.writeStringProperty("resource", resource.plural());
            json.writeStringProperty("class", type.segmentClass().label());
            json.writeNumberProperty("count", count);
        });
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
