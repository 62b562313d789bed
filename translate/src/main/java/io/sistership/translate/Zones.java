package io.sistership.translate;

import java.util.Set;
import java.util.regex.Pattern;

/// Availability zones and regions where volumes and classes name them: as labels, in node affinity, in
/// allowed topologies, in lists.
///
/// A zone of the primary region becomes its counterpart. Its name tells its region; its id (`use1-az1`)
/// doesn't, and needs a counterpart always. The primary region becomes the recovery region.
/// Source: Kubernetes, "Well-Known Labels, Annotations and Taints"; kubernetes-sigs/
/// aws-ebs-csi-driver, docs/parameters.md and docs/volume_topology.md; AWS RAM User Guide,
/// "Availability Zone IDs".
final class Zones {

    private static final Set<String> NAMES =
            Set.of(
                    "topology.kubernetes.io/zone",
                    "topology.ebs.csi.aws.com/zone",
                    "failure-domain.beta.kubernetes.io/zone");
    private static final Set<String> IDS = Set.of("topology.k8s.aws/zone-id");
    private static final Set<String> REGIONS =
            Set.of("topology.kubernetes.io/region", "failure-domain.beta.kubernetes.io/region");
    private static final Pattern ZONE_ID = Pattern.compile("[a-z]{3,5}[0-9]-[a-z0-9-]*az[0-9]+");

    private Zones() {}

    /// Translates the labels of the object that name zones.
    static void labels(RuleVisit visit) {
        visit.each(
                JsonPath.of("/metadata/labels/*"),
                label -> label.name().ifPresent(key -> value(visit, key, label)));
    }

    /// Translates the values of terms `{"key":"topology.kubernetes.io/zone","values":[…]}`.
    static void terms(RuleVisit visit, String path) {
        for (var term : visit.subject().document().all(path)) {
            var key = term.member("key").flatMap(JsonValue::textIfString).orElse("");
            term.member("values").stream()
                    .flatMap(values -> values.items().stream())
                    .filter(JsonValue::isString)
                    .forEach(value -> value(visit, key, value));
        }
    }

    /// Translates a list of zone names, or a single one.
    static void list(RuleVisit visit, JsonValue value) {
        CommaList.items(value.text()).forEach(item -> name(visit, value, item));
    }

    /// Translates the zone's name that some characters of a text are.
    static void name(RuleVisit visit, JsonValue value, Span item) {
        var zone = value.text().substring(item.start(), item.end());
        var region = visit.crossing().primary().region().value();
        if (zone.startsWith(region) && zone.length() > region.length()) {
            zone(visit, value, item);
        }
    }

    private static void value(RuleVisit visit, String key, JsonValue value) {
        var text = value.text();
        var whole = new Span(0, text.length());
        if (NAMES.contains(key)) {
            name(visit, value, whole);
        } else if (IDS.contains(key) && ZONE_ID.matcher(text).matches()) {
            zone(visit, value, whole);
        } else if (REGIONS.contains(key)) {
            region(visit, value);
        }
    }

    /// Within one region a zone without a counterpart stays.
    private static void zone(RuleVisit visit, JsonValue value, Span item) {
        var text = value.text().substring(item.start(), item.end());
        var zone = new Identifier(Identifier.Kind.ZONE, text);
        visit.translate(value, item, zone, !visit.crossing().changesRegion());
    }

    private static void region(RuleVisit visit, JsonValue value) {
        var crossing = visit.crossing();
        if (value.text().equals(crossing.primary().region().value())) {
            var place = Place.of(visit.rule(), visit.subject(), value);
            visit.findings()
                    .translate(
                            place,
                            0,
                            value.text().length(),
                            crossing.recovery().region().value(),
                            "the environments of sistership.yaml");
        }
    }
}
