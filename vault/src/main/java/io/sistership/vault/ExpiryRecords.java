package io.sistership.vault;

import io.sistership.model.FailureKind;
import io.sistership.model.SistershipException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JsonGenerator;

/// What the state bucket knows of one cluster's expired and protected points: `expiry/<cluster>/`.
/// Thread-safe; only one expiry of a cluster may write at a time.
final class ExpiryRecords {

    private final BlobStore state;
    private final String prefix;

    ExpiryRecords(BlobStore state, String clusterName) {
        this.state = state;
        this.prefix = "expiry/" + clusterName + "/";
    }

    /// What has expired, oldest first.
    List<ExpiredSpan> expired() {
        try (var in = state.get(expiredKey())) {
            return parsed(in.readAllBytes());
        } catch (BlobNotFoundException _) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Records what is about to expire, so that the gap it leaves is explained.
    void expire(List<ExpiredSpan> points) {
        var known = expired();
        var spans = known;
        for (var point : points) {
            spans = ExpiredSpan.with(spans, point);
        }
        if (!spans.equals(known)) {
            state.put(expiredKey(), written(spans));
        }
    }

    /// The protected points.
    Set<PointId> protectedPoints() {
        var found = new TreeSet<PointId>();
        var folder = prefix + "protected/";
        for (var blob : state.list(folder)) {
            var name = blob.key().substring(folder.length()).replace(".json", "");
            if (PointId.matches(name)) {
                found.add(new PointId(name));
            }
        }
        return found;
    }

    void protect(PointId point, Instant now) {
        state.put(
                protectedKey(point),
                CanonicalJson.bytes(json -> {
                    json.writeNumberProperty("format", HeadingJson.FORMAT);
                    json.writeStringProperty("point", point.value());
                    json.writeStringProperty(
                            "since", now.truncatedTo(ChronoUnit.SECONDS).toString());
                }));
    }

    void unprotect(PointId point) {
        state.delete(protectedKey(point));
    }

    private List<ExpiredSpan> parsed(byte[] bytes) {
        try {
            var fields = CanonicalJson.read(bytes);
            HeadingJson.requireFormat(fields);
            var spans = fields.objects("expired", ExpiryRecords::span);
            fields.end();
            return spans;
        } catch (IllegalArgumentException e) {
            throw new SistershipException(
                    FailureKind.UNFINISHED,
                    "expiry-record-broken",
                    "%s/%s can't be read: %s"
                            .formatted(state.describe(), expiredKey(), e.getMessage()),
                    "Restore an earlier version of that file; the bucket keeps them.",
                    e);
        }
    }

    private static byte[] written(List<ExpiredSpan> spans) {
        return CanonicalJson.bytes(json -> {
            json.writeNumberProperty("format", HeadingJson.FORMAT);
            json.writeArrayPropertyStart("expired");
            spans.forEach(span -> write(json, span));
            json.writeEndArray();
        });
    }

    private static void write(JsonGenerator json, ExpiredSpan span) {
        json.writeStartObject();
        json.writeNumberProperty("first", span.first());
        json.writeNumberProperty("last", span.last());
        json.writeName("newest");
        HeadingJson.write(json, span.newest());
        json.writeName("previous");
        span.previous().ifPresentOrElse(link -> HeadingJson.write(json, link), json::writeNull);
        json.writeEndObject();
    }

    private static ExpiredSpan span(Fields fields) {
        return new ExpiredSpan(
                fields.number("first"),
                fields.number("last"),
                HeadingJson.link(fields.object("newest")),
                fields.optionalObject("previous").map(HeadingJson::link));
    }

    private String expiredKey() {
        return prefix + "expired.json";
    }

    private String protectedKey(PointId point) {
        return prefix + "protected/" + point + ".json";
    }
}
