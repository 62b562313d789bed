package io.sistership.restore;

import io.sistership.translate.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// What an object means to others, as far as order depends on it. Small: it is kept for every
/// captured object while a plan is made.
sealed interface Facet {

    /// Nothing that order depends on.
    record Plain() implements Facet {}

    /// A Service; without a selector, its endpoints are somebody's own.
    record Service(Map<String, String> selector) implements Facet {}

    /// Something that makes pods run.
    ///
    /// @param network whether nodes need it before they become Ready
    record Workload(Map<String, String> podLabels, boolean network) implements Facet {}

    /// Something that makes the API server call Services: webhook configurations, API services.
    record Guard(List<ServiceName> backends) implements Facet {}

    /// A CRD: the type that it defines.
    ///
    /// @param served the versions in which it is served
    /// @param withStatus those whose status is a subresource
    /// @param converter who converts between versions
    record Definition(
            String group,
            String kind,
            Set<String> served,
            Set<String> withStatus,
            Optional<ServiceName> converter)
            implements Facet {}

    /// An API service that another server answers.
    record Aggregated(String group, String version, ServiceName backend) implements Facet {}

    static Facet of(ObjectView object) {
        var type = object.type().groupResource();
        if (type.equals("services")) {
            return new Service(object.texts("/spec/selector"));
        }
        if (Types.WORKLOADS.contains(type)) {
            return new Workload(
                    object.texts(Types.podLabels(type)), NetworkDaemonSets.includes(object));
        }
        if (Types.WEBHOOK_CONFIGURATIONS.contains(type)) {
            return new Guard(webhookBackends(object));
        }
        if (type.equals(Types.CRD)) {
            return definition(object);
        }
        return type.equals(Types.API_SERVICE) ? apiService(object) : new Plain();
    }

    private static List<ServiceName> webhookBackends(ObjectView configuration) {
        return configuration.document().all("/webhooks/*/clientConfig/service").stream()
                .flatMap(service -> ServiceName.of(Optional.of(service)).stream())
                .distinct()
                .toList();
    }

    private static Facet definition(ObjectView crd) {
        var served = versions(crd, v -> v.member("served").filter(JsonValue::isTrue).isPresent());
        var withStatus = versions(crd, v -> v.at("/subresources/status").isPresent());
        var converter =
                crd.text("/spec/conversion/strategy").equals("Webhook")
                        ? ServiceName.of(crd.at("/spec/conversion/webhook/clientConfig/service"))
                        : Optional.<ServiceName>empty();
        return new Definition(
                crd.text("/spec/group"),
                crd.text("/spec/names/kind"),
                served,
                withStatus,
                converter);
    }

    private static Set<String> versions(ObjectView crd, Predicate<JsonValue> which) {
        return crd.document().all("/spec/versions/*").stream()
                .filter(which)
                .map(version -> ObjectView.text(version, "name"))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Facet apiService(ObjectView object) {
        return ServiceName.of(object.at("/spec/service"))
                .<Facet>map(s ->
                        new Aggregated(object.text("/spec/group"), object.text("/spec/version"), s))
                .orElseGet(Plain::new);
    }
}
