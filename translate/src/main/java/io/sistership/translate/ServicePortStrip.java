package io.sistership.translate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Leaves out the node ports that the primary cluster generated, and keeps those that a person
/// chose: other systems may point to them.
///
/// Who chose is written in two places: a field manager owns the port it has sent (generated ones
/// have no owner, since the API server allocates after it notes owners), and the last applied
/// configuration names it. Where an object has neither, the port stays: dropping a chosen one would
/// do more harm than keeping a generated one.
/// Sources: kubernetes/pkg/registry/core/service/storage; github.com/velero-io/velero/issues/2308.
final class ServicePortStrip implements Strip {

    @Override
    public String name() {
        return "service-node-port";
    }

    @Override
    public List<JsonValue> in(Subject subject) {
        if (!subject.is("Service")) {
            return List.of();
        }
        var document = subject.document();
        var applied = LastApplied.in(document).map(EmbeddedJson::document);
        if (applied.isEmpty() && document.all("/metadata/managedFields/*").isEmpty()) {
            return List.of();
        }
        var found = new ArrayList<JsonValue>();
        for (var port : document.all("/spec/ports/*")) {
            if (!isOwned(document, port) && !isApplied(applied, port)) {
                found.addAll(port.all("/nodePort"));
            }
        }
        if (!isHealthCheckChosen(document, applied)) {
            found.addAll(document.all("/spec/healthCheckNodePort"));
        }
        return found;
    }

    private static boolean isOwned(JsonDocument service, JsonValue port) {
        return service.all("/metadata/managedFields/*/fieldsV1/f:spec/f:ports/*").stream()
                .filter(entry -> entry.member("f:nodePort").isPresent())
                .anyMatch(entry -> isKeyOf(entry, port));
    }

    /// Ports are keyed by number and protocol: `k:{"port":80,"protocol":"TCP"}`.
    private static boolean isKeyOf(JsonValue entry, JsonValue port) {
        var name = entry.name().orElse("");
        return name.startsWith("k:")
                && JsonDocument.ifJson(name.substring(2))
                        .filter(key -> samePort(key.root(), port))
                        .isPresent();
    }

    private static boolean isApplied(Optional<JsonDocument> applied, JsonValue port) {
        return applied.stream()
                .flatMap(document -> document.all("/spec/ports/*").stream())
                .filter(candidate -> samePort(candidate, port))
                .anyMatch(ServicePortStrip::namesNodePort);
    }

    /// A null, or the 0 of some generators, asks for a generated port.
    private static boolean namesNodePort(JsonValue port) {
        return port.member("nodePort").filter(ServicePortStrip::isChosen).isPresent();
    }

    private static boolean isChosen(JsonValue number) {
        return number.kind() == JsonValue.Kind.NUMBER && !number.raw().equals("0");
    }

    private static boolean isHealthCheckChosen(
            JsonDocument service, Optional<JsonDocument> applied) {
        return !service.all("/metadata/managedFields/*/fieldsV1/f:spec/f:healthCheckNodePort")
                        .isEmpty()
                || applied.flatMap(document -> document.at("/spec/healthCheckNodePort"))
                        .filter(ServicePortStrip::isChosen)
                        .isPresent();
    }

    private static boolean samePort(JsonValue left, JsonValue right) {
        return number(left).equals(number(right)) && protocol(left).equals(protocol(right));
    }

    private static Optional<String> number(JsonValue port) {
        return port.member("port").map(JsonValue::raw);
    }

    private static String protocol(JsonValue port) {
        return port.member("protocol").flatMap(JsonValue::textIfString).orElse("TCP");
    }
}
