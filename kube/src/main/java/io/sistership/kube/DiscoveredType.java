package io.sistership.kube;

import io.sistership.model.ApiResource;
import java.util.List;
import java.util.Set;

/// One type that a server serves, in the version that it prefers. Immutable.
///
/// @param resource group, preferred version, kind and plural
/// @param verbs what can be done with it (`list`, `create`)
/// @param servedVersions every version in which the type is served, the preferred one first
/// @param subresources such as `status` and `scale`, in the preferred version
/// @param categories such as `all`
/// @param source who serves it
public record DiscoveredType(
        ApiResource resource,
        Set<String> verbs,
        List<String> servedVersions,
        Set<String> subresources,
        List<String> categories,
        Source source) {

    public DiscoveredType {
        verbs = Set.copyOf(verbs);
        servedVersions = List.copyOf(servedVersions);
        subresources = Set.copyOf(subresources);
        categories = List.copyOf(categories);
    }

    /// Whether its objects can be listed.
    public boolean listable() {
        return verbs.contains("list");
    }

    /// Whether the API server itself keeps it, as opposed to an aggregated one.
    public boolean local() {
        return source == Source.LOCAL;
    }

    /// Who serves a type.
    public enum Source {
        /// The API server that was asked: built-in types and CRDs.
        LOCAL,
        /// Another server, behind an `APIService`.
        AGGREGATED,
        /// The `APIService` objects couldn't be read.
        UNKNOWN
    }
}
