package io.sistership.kube;

import io.sistership.model.ApiResource;
import java.util.List;
import java.util.Optional;

/// What a server serves: each type once. Immutable.
///
/// The same objects can be served from two groups (`events`): both types are listed here, which one
/// matters is the caller's business.
///
/// @param types sorted by group and plural
/// @param unavailable what the server couldn't describe
public record Discovery(List<DiscoveredType> types, List<UnavailableGroup> unavailable) {

    public Discovery {
        types = List.copyOf(types);
        unavailable = List.copyOf(unavailable);
    }

    /// The type of this group and plural (`apps`, `deployments`).
    public Optional<DiscoveredType> find(String group, String plural) {
        return types.stream()
                .filter(type -> type.resource().group().equals(group))
                .filter(type -> type.resource().plural().equals(plural))
                .findFirst();
    }

    /// The type of this group and kind (`apps`, `Deployment`).
    public Optional<DiscoveredType> ofKind(String group, String kind) {
        return types.stream()
                .filter(type -> type.resource().group().equals(group))
                .filter(type -> type.resource().kind().equals(kind))
                .findFirst();
    }

    /// The type in one of its served versions, if it is served in that.
    public Optional<ApiResource> served(String group, String plural, String version) {
        return find(group, plural)
                .filter(type -> type.servedVersions().contains(version))
                .map(DiscoveredType::resource)
                .map(it ->
                        new ApiResource(
                                it.group(), version, it.kind(), it.plural(), it.namespaced()));
    }
}
