package io.sistership.control;

import io.sistership.vault.AbsentType;
import io.sistership.vault.Manifest;
import io.sistership.vault.SegmentEntry;
import io.sistership.vault.SignedPoint;
import io.sistership.vault.TypeEntry;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A signed point in the shapes that people and programs read.
final class PointView {

    private final SignedPoint signed;
    private final Manifest manifest;

    PointView(SignedPoint signed) {
        this.signed = signed;
        this.manifest = signed.manifest();
    }

    PointRow row() {
        var heading = signed.heading();
        return new PointRow(
                heading.id().value(),
                heading.clusterName(),
                heading.sequence(),
                heading.created(),
                manifest.objects(),
                manifest.types().size(),
                sealed(manifest.segments()),
                sealed(manifest.written()),
                manifest.epoch().value(),
                consistency(),
                List.of(),
                "",
                "ok");
    }

    PointDetails details(Map<String, List<String>> names) {
        var heading = signed.heading();
        return new PointDetails(
                row(),
                signed.statement().signer().hex(),
                heading.previous().map(link -> link.point().value()).orElse(""),
                heading.configuration().hex(),
                manifest.cut().orElse(""),
                manifest.types().stream().map(PointView::type).toList(),
                documents(),
                absent(manifest.unavailable()),
                absent(manifest.leftOut()),
                names);
    }

    String consistency() {
        var outside = manifest.types().stream().filter(type -> !type.consistency().inCut()).count();
        if (manifest.cut().isEmpty()) {
            return "none";
        }
        return switch ((int) outside) {
            case 0 -> "one revision";
            case 1 -> "1 type outside";
            default -> outside + " types outside";
        };
    }

    static Map<String, String> absent(List<AbsentType> types) {
        var map = new TreeMap<String, String>();
        types.forEach(type -> map.put(name(type), type.reason()));
        return map;
    }

    static long sealed(List<SegmentEntry> segments) {
        return segments.stream().mapToLong(SegmentEntry::length).sum();
    }

    static String name(AbsentType type) {
        var version = type.group().isEmpty() ? type.version() : type.group() + "/" + type.version();
        return type.plural().isEmpty() ? version : type.plural() + "." + version;
    }

    private static PointDetails.TypeRow type(TypeEntry type) {
        return new PointDetails.TypeRow(
                type.resource().toString(),
                type.resource().kind(),
                type.count(),
                type.segments().size(),
                sealed(type.segments()),
                type.segmentClass().label(),
                type.consistency().revision(),
                type.consistency().inCut());
    }

    private Map<String, Long> documents() {
        var map = new TreeMap<String, Long>();
        manifest.documents()
                .forEach(each -> map.put(each.service() + " " + each.operation(), each.count()));
        return map;
    }
}
