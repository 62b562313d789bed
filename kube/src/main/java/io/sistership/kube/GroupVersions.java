package io.sistership.kube;

import io.sistership.kube.DiscoveredType.Source;
import io.sistership.kube.DiscoveryReader.ApiService;
import io.sistership.model.ApiResource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Gathers a server's group versions, in the server's order of preference, into types: each once, in
/// the first version that has it. Confined.
final class GroupVersions {

    private static final ApiService UNKNOWN = new ApiService(Source.UNKNOWN, "");

    private static final ApiService OWN = new ApiService(Source.LOCAL, "");
    private static final String AGGREGATOR = "apiregistration.k8s.io";

    private final Map<String, ApiService> services;
    private final Map<String, DiscoveredType> types = new LinkedHashMap<>();
    private final Map<String, List<String>> versions = new HashMap<>();
    private final List<UnavailableGroup> unavailable = new ArrayList<>();

    GroupVersions(Map<String, ApiService> services) {
        this.services = Map.copyOf(services);
    }

    /// What a discovery document says about one type in one version.
    record Served(
            ApiResource resource,
            Set<String> verbs,
            Set<String> subresources,
            List<String> categories) {}

    /// How a discovery document calls a type.
    record Names(String group, String version, String kind, String plural, boolean namespaced) {

        private static final Pattern STEP =
                Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?");

        /// Whether the names can stand in a path. An aggregated API writes its part of discovery
        /// itself, and a resource called `../secrets` would lead elsewhere.
        boolean usable() {
            return !kind.isEmpty()
                    && STEP.matcher(version).matches()
                    && STEP.matcher(plural).matches()
                    && (group.isEmpty() || STEP.matcher(group).matches());
        }

        ApiResource type() {
            return new ApiResource(group, version, kind, plural, namespaced);
        }
    }

    /// A type under the names that a document gives it; under unusable ones its group version counts
    /// as one that the server can't describe.
    void add(Names names, Function<ApiResource, Served> served) {
        if (names.usable()) {
            add(served.apply(names.type()));
        } else {
            unavailable(
                    names.group(),
                    names.version(),
                    "its discovery names a type '%s' of kind '%s', which can't be"
                            .formatted(names.plural(), names.kind()));
        }
    }

    private void add(Served served) {
        var resource = served.resource();
        var name = resource.groupResource();
        versions.computeIfAbsent(name, _ -> new ArrayList<>()).add(resource.version());
        types.putIfAbsent(
                name,
                new DiscoveredType(
                        resource,
                        served.verbs(),
                        List.of(),
                        served.subresources(),
                        served.categories(),
                        service(resource.group(), resource.version()).source()));
    }

    /// A version that the server can't describe now, or describes from memory.
    void unavailable(String group, String version, String what) {
        var known = service(group, version).reason();
        if (unavailable.stream().noneMatch(it -> it.is(group, version))) {
            unavailable.add(new UnavailableGroup(group, version, known.isEmpty() ? what : known));
        }
    }

    /// Whether the version's server is known to be gone.
    boolean dead(String group, String version) {
        return !service(group, version).reason().isEmpty();
    }

    Discovery discovery() {
        var all =
                types.values().stream()
                        .map(type -> withVersions(type))
                        .sorted(
                                Comparator.comparing((DiscoveredType it) -> it.resource().group())
                                        .thenComparing(it -> it.resource().plural()))
                        .toList();
        return new Discovery(all, unavailable);
    }

    private DiscoveredType withVersions(DiscoveredType type) {
        return new DiscoveredType(
                type.resource(),
                type.verbs(),
                versions.getOrDefault(type.resource().groupResource(), List.of()),
                type.subresources(),
                type.categories(),
                type.source());
    }

    /// The aggregation layer announces every group version by an `APIService` but its own.
    private ApiService service(String group, String version) {
        if (group.equals(AGGREGATOR) && !services.isEmpty()) {
            return OWN;
        }
        return services.getOrDefault(version + "." + group, UNKNOWN);
    }
}
