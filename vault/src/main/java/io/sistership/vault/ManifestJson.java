package io.sistership.vault;

import io.sistership.model.ApiResource;
import io.sistership.model.SegmentClass;
import tools.jackson.core.JsonGenerator;

/// The manifest's JSON.
final class ManifestJson {

    /// Enough for some hundred thousand segments.
    static final int MAX_LENGTH = 64 << 20;

    private ManifestJson() {}

    static byte[] write(Manifest manifest) {
        return CanonicalJson.bytes(json -> {
            HeadingJson.write(json, manifest.heading(), manifest.cut());
            json.writeStringProperty("epoch", manifest.epoch().value());
            CanonicalJson.array(json, "keys", manifest.keys(), ManifestJson::write);
            CanonicalJson.array(json, "types", manifest.types(), ManifestJson::write);
            CanonicalJson.array(json, "documents", manifest.documents(), ManifestJson::write);
            CanonicalJson.array(json, "unavailable", manifest.unavailable(), ManifestJson::write);
            CanonicalJson.array(json, "leftOut", manifest.leftOut(), ManifestJson::write);
        });
    }

    static Manifest read(Fields fields) {
        HeadingJson.requireFormat(fields);
        var manifest =
                new Manifest(
                        HeadingJson.read(fields),
                        fields.optionalText("cut"),
                        fields.pointId("epoch"),
                        fields.objects("keys", ManifestJson::key),
                        fields.objects("types", ManifestJson::type),
                        fields.objects("documents", ManifestJson::document),
                        fields.objects("unavailable", ManifestJson::absent),
                        fields.objects("leftOut", ManifestJson::absent));
        fields.end();
        return manifest;
    }

    private static void write(JsonGenerator json, WrappedKey key) {
        json.writeStringProperty("id", key.id());
        json.writeStringProperty("point", key.point().value());
        json.writeStringProperty("class", key.segmentClass().label());
        json.writeStringProperty("wrapped", key.wrapped());
    }

    private static WrappedKey key(Fields fields) {
        return new WrappedKey(
                fields.text("id"),
                fields.pointId("point"),
                fields.parsed("class", SegmentClass::parse),
                fields.text("wrapped"));
    }

    private static void write(JsonGenerator json, TypeEntry type) {
        var resource = type.resource();
        json.writeStringProperty("group", resource.group());
        json.writeStringProperty("version", resource.version());
        json.writeStringProperty("kind", resource.kind());
        json.writeStringProperty("resource", resource.plural());
        json.writeBooleanProperty("namespaced", resource.namespaced());
        json.writeArrayPropertyStart("served");
        type.header().served().forEach(json::writeString);
        json.writeEndArray();
        json.writeStringProperty("revision", type.consistency().revision());
        json.writeBooleanProperty("inCut", type.consistency().inCut());
        json.writeNumberProperty("count", type.count());
        switch (type.contents()) {
            case TypeContents.Whole whole ->
                    CanonicalJson.array(json, "whole", whole.segments(), ManifestJson::write);
            case TypeContents.Delta delta -> write(json, delta);
        }
    }

    private static void write(JsonGenerator json, TypeContents.Delta contents) {
        CanonicalJson.array(json, "base", contents.base(), ManifestJson::write);
        json.writeName("delta");
        json.writeStartObject();
        CanonicalJson.array(json, "dropped", contents.dropped(), ManifestJson::write);
        CanonicalJson.array(json, "changed", contents.changed(), ManifestJson::write);
        json.writeEndObject();
    }

    private static TypeEntry type(Fields fields) {
        return new TypeEntry(
                new TypeHeader(
                        new ApiResource(
                                fields.text("group"),
                                fields.text("version"),
                                fields.text("kind"),
                                fields.text("resource"),
                                fields.flag("namespaced")),
                        fields.texts("served")),
                new Consistency(fields.text("revision"), fields.flag("inCut")),
                fields.number("count"),
                contents(fields));
    }

    private static TypeContents contents(Fields fields) {
        if (!fields.has("base")) {
            return new TypeContents.Whole(fields.objects("whole", ManifestJson::segment));
        }
        var base = fields.objects("base", ManifestJson::segment);
        var delta = fields.object("delta");
        var dropped = delta.objects("dropped", ManifestJson::segment);
        var changed = delta.objects("changed", ManifestJson::segment);
        delta.end();
        try {
            return new TypeContents.Delta(base, dropped, changed);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "type %s: %s".formatted(fields.text("resource"), e.getMessage()), e);
        }
    }

    private static void write(JsonGenerator json, DocumentEntry document) {
        json.writeStringProperty("service", document.service());
        json.writeStringProperty("operation", document.operation());
        json.writeNumberProperty("count", document.count());
        CanonicalJson.array(json, "segments", document.segments(), ManifestJson::write);
    }

    private static DocumentEntry document(Fields fields) {
        return new DocumentEntry(
                fields.text("service"),
                fields.text("operation"),
                fields.number("count"),
                fields.objects("segments", ManifestJson::segment));
    }

    static void write(JsonGenerator json, SegmentEntry segment) {
        json.writeStringProperty("name", segment.name());
        json.writeStringProperty("key", segment.key());
        json.writeStringProperty("sha256", segment.sha256().hex());
        json.writeNumberProperty("length", segment.length());
        json.writeNumberProperty("plain", segment.plain());
        json.writeNumberProperty("count", segment.count());
    }

    static SegmentEntry segment(Fields fields) {
        return new SegmentEntry(
                fields.text("name"),
                fields.text("key"),
                fields.sha256("sha256"),
                fields.number("length"),
                fields.number("plain"),
                fields.number("count"));
    }

    private static void write(JsonGenerator json, AbsentType absent) {
        json.writeStringProperty("group", absent.group());
        json.writeStringProperty("version", absent.version());
        json.writeStringProperty("kind", absent.kind());
        json.writeStringProperty("resource", absent.plural());
        json.writeStringProperty("reason", absent.reason());
        CanonicalJson.optional(json, "lastSeen", absent.lastSeen().map(PointId::value));
    }

    private static AbsentType absent(Fields fields) {
        return new AbsentType(
                fields.text("group"),
                fields.text("version"),
                fields.text("kind"),
                fields.text("resource"),
                fields.text("reason"),
                fields.optionalText("lastSeen").map(PointId::new));
    }
}
