package io.sistership.vault;

import io.sistership.model.ApiResource;
import io.sistership.model.SegmentClass;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// The manifest's JSON.
final class ManifestJson {

    /// Enough for some hundred thousand segments.
    static final int MAX_LENGTH = 64 << 20;

    private ManifestJson() {}

    static byte[] write(Manifest manifest) {
        return CanonicalJson.bytes(json -> {
            HeadingJson.write(json, manifest.heading(), manifest.cut());
            array(json, "keys", manifest.keys(), ManifestJson::write);
            array(json, "types", manifest.types(), ManifestJson::write);
            array(json, "documents", manifest.documents(), ManifestJson::write);
            array(json, "unavailable", manifest.unavailable(), ManifestJson::write);
            array(json, "leftOut", manifest.leftOut(), ManifestJson::write);
        });
    }

    static Manifest read(Fields fields) {
        HeadingJson.requireFormat(fields);
        var manifest =
                new Manifest(
                        HeadingJson.read(fields),
                        fields.optionalText("cut"),
                        fields.objects("keys", ManifestJson::key),
                        fields.objects("types", ManifestJson::type),
                        fields.objects("documents", ManifestJson::document),
                        fields.objects("unavailable", ManifestJson::absent),
                        fields.objects("leftOut", ManifestJson::absent));
        fields.end();
        return manifest;
    }

    private interface Element<T> {
        void write(JsonGenerator json, T value);
    }

    private static <T> void array(
            JsonGenerator json, String name, List<T> values, Element<T> element) {
        json.writeArrayPropertyStart(name);
        for (var value : values) {
            json.writeStartObject();
            element.write(json, value);
            json.writeEndObject();
        }
        json.writeEndArray();
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
        array(json, "whole", type.segments(), ManifestJson::write);
    }

    private static TypeEntry type(Fields fields) {
        if (fields.has("base")) {
            throw new NewerFormatException(
                    "type %s is listed as base and delta, which this version can't open"
                            .formatted(fields.text("resource")));
        }
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
                fields.objects("whole", ManifestJson::segment));
    }

    private static void write(JsonGenerator json, DocumentEntry document) {
        json.writeStringProperty("service", document.service());
        json.writeStringProperty("operation", document.operation());
        json.writeNumberProperty("count", document.count());
        array(json, "segments", document.segments(), ManifestJson::write);
    }

    private static DocumentEntry document(Fields fields) {
        return new DocumentEntry(
                fields.text("service"),
                fields.text("operation"),
                fields.number("count"),
                fields.objects("segments", ManifestJson::segment));
    }

    private static void write(JsonGenerator json, SegmentEntry segment) {
        json.writeStringProperty("name", segment.name());
        json.writeStringProperty("key", segment.key());
        json.writeStringProperty("sha256", segment.sha256().hex());
        json.writeNumberProperty("length", segment.length());
        json.writeNumberProperty("plain", segment.plain());
        json.writeNumberProperty("count", segment.count());
    }

    private static SegmentEntry segment(Fields fields) {
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
