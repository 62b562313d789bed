package io.sistership.translate;

import java.util.LinkedHashMap;
import java.util.Map;

/// The S3 buckets that load balancers write logs to, as attributes name them:
/// `access_logs.s3.bucket`, `connection_logs.s3.bucket`.
///
/// A bucket has to lie in its load balancer's region, so that the recovery side needs its own one;
/// without a counterpart that blocks, unless the logs are switched off. A bucket's name alone says
/// nothing of its region: within one region it stays.
/// Source: Elastic Load Balancing, User Guide for Application Load Balancers, "Enable access logs";
/// the same for Network Load Balancers.
final class LogBuckets {

    private static final String BUCKET = ".s3.bucket";
    private static final String ENABLED = ".s3.enabled";

    private LogBuckets() {}

    /// Translates the buckets in a text such as `access_logs.s3.enabled=true,access_logs.s3.bucket=b`.
    static void inMap(RuleVisit visit, JsonValue value) {
        var text = value.text();
        var attributes = new LinkedHashMap<String, String>();
        var places = new LinkedHashMap<String, Span>();
        for (var item : CommaList.items(text)) {
            int equals = text.indexOf('=', item.start());
            if (equals >= 0 && equals < item.end()) {
                var key = CommaList.trimmed(text, item.start(), equals);
                var content = CommaList.trimmed(text, equals + 1, item.end());
                var name = text.substring(key.start(), key.end());
                attributes.put(name, text.substring(content.start(), content.end()));
                places.put(name, content);
            }
        }
        places.forEach((name, place) -> {
            if (name.endsWith(BUCKET)) {
                translate(visit, value, place, isUsed(name, attributes));
            }
        });
    }

    /// Translates the buckets in a list of `{"key":…,"value":…}`.
    static void inList(RuleVisit visit, String pointer) {
        var attributes = new LinkedHashMap<String, String>();
        var values = new LinkedHashMap<String, JsonValue>();
        for (var attribute : visit.subject().document().all(pointer + "/*")) {
            var key = attribute.member("key").flatMap(JsonValue::textIfString);
            var value = attribute.member("value").filter(JsonValue::isString);
            if (key.isPresent() && value.isPresent()) {
                attributes.put(key.get(), value.get().text());
                values.put(key.get(), value.get());
            }
        }
        values.forEach((name, value) -> {
            if (name.endsWith(BUCKET)) {
                whole(visit, value, isUsed(name, attributes));
            }
        });
    }

    /// Translates a bucket that is the whole of a text.
    static void whole(RuleVisit visit, JsonValue value, boolean used) {
        var text = value.text();
        translate(visit, value, CommaList.trimmed(text, 0, text.length()), used);
    }

    private static void translate(RuleVisit visit, JsonValue value, Span place, boolean used) {
        if (place.length() > 0) {
            var name = value.text().substring(place.start(), place.end());
            var bucket = new Identifier(Identifier.Kind.BUCKET, name);
            visit.translate(value, place, bucket, !used || !visit.crossing().changesRegion());
        }
    }

    private static boolean isUsed(String bucket, Map<String, String> attributes) {
        var enabled = bucket.substring(0, bucket.length() - BUCKET.length()) + ENABLED;
        return "true".equals(attributes.get(enabled));
    }
}
