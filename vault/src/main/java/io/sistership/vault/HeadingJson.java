package io.sistership.vault;

import io.sistership.model.Arn;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// The members that manifest and statement share.
final class HeadingJson {

    static final int FORMAT = 1;

    private HeadingJson() {}

    static void write(JsonGenerator json, PointHeading heading, Optional<String> cut) {
        json.writeNumberProperty("format", FORMAT);
        json.writeStringProperty("application", heading.application());
        json.writeStringProperty("cluster", heading.cluster().toString());
        json.writeStringProperty("point", heading.id().value());
        json.writeStringProperty("created", heading.created().toString());
        json.writeNumberProperty("sequence", heading.sequence());
        json.writeName("previous");
        heading.previous().ifPresentOrElse(link -> write(json, link), json::writeNull);
        json.writeStringProperty("configuration", heading.configuration().hex());
        CanonicalJson.optional(json, "cut", cut);
    }

    /// Reads the format's number, before anything whose meaning depends on it.
    static void requireFormat(Fields fields) {
        var format = fields.number("format");
        if (format != FORMAT) {
            throw new NewerFormatException(
                    "it has format %d, this version opens format %d".formatted(format, FORMAT));
        }
    }

    static PointHeading read(Fields fields) {
        return new PointHeading(
                fields.text("application"),
                fields.parsed("cluster", Arn::parse),
                fields.pointId("point"),
                fields.instant("created"),
                fields.number("sequence"),
                fields.optionalObject("previous").map(HeadingJson::link),
                fields.sha256("configuration"));
    }

    static void write(JsonGenerator json, PointLink link) {
        json.writeStartObject();
        json.writeStringProperty("point", link.point().value());
        json.writeStringProperty("digest", link.digest().hex());
        json.writeEndObject();
    }

    static PointLink link(Fields fields) {
        var link = new PointLink(fields.pointId("point"), fields.sha256("digest"));
        fields.end();
        return link;
    }
}
