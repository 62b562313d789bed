package io.sistership.kube;

import io.sistership.kube.DiscoveredType.Source;
import io.sistership.model.ApiResource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Asks a server what it serves: in two requests by aggregated discovery (KEP-3352), or group by
/// group where the server doesn't know that. One further list tells which groups are aggregated.
final class DiscoveryReader {

    private static final String AGGREGATED =
            "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
                    + "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,"
                    + "application/json";
    private static final ApiResource API_SERVICES =
            new ApiResource("apiregistration.k8s.io", "v1", "APIService", "apiservices", false);

    private final Transport transport;

    DiscoveryReader(Transport transport) {
        this.transport = transport;
    }

    Discovery read() {
        var services = services();
        var found = new GroupVersions(services);
        for (var root : List.of("/api", "/apis")) {
            var document = transport.document(Call.get(root, AGGREGATED));
            if (Json.text(document, "kind").equals("APIGroupDiscoveryList")) {
                new AggregatedDocument(found).read(document);
            } else {
                new ClassicDiscovery(transport, found).read(root, document);
            }
        }
        return found.discovery();
    }

    /// The `APIService` of each group version, or nothing where they can't be read: not every
    /// identity may, and a server without an aggregation layer has none.
    private Map<String, ApiService> services() {
        var services = new HashMap<String, ApiService>();
        try {
            new PagedList(
                            transport,
                            API_SERVICES,
                            ListRequest.all(),
                            (buffer, offset, length, key) -> {
                                var json = Json.tree(buffer, offset, length);
                                services.put(key.name(), ApiService.of(json));
                            })
                    .run();
        } catch (KubeException failure) {
            if (!failure.is(KubeErrorKind.NOT_FOUND) && failure.status() != 403) {
                throw failure;
            }
        }
        return services;
    }

    /// Who serves a group version, and whether it is there.
    ///
    /// @param reason why it isn't available; empty where it is
    record ApiService(Source source, String reason) {

        static ApiService of(JsonNode json) {
            var local = json.path("spec").path("service").isMissingNode();
            var reason = new ArrayList<String>();
            for (var condition : json.path("status").path("conditions")) {
                if (Json.text(condition, "type").equals("Available")
                        && !Json.text(condition, "status").equals("True")) {
                    reason.add(
                            Json.text(condition, "reason")
                                    + ": "
                                    + Json.text(condition, "message"));
                }
            }
            return new ApiService(
                    local ? Source.LOCAL : Source.AGGREGATED, String.join("; ", reason));
        }
    }
}
