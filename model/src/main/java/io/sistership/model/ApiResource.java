package io.sistership.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One type that an API server serves, in one version. Immutable; equal where all its parts are.
///
/// Not a record: every rule asks every object for the two names below, so they are put together once.
public final class ApiResource {

    private final String group;
    private final String version;
    private final String kind;
    private final String plural;
    private final boolean namespaced;
    private final String groupResource;
    private final String groupKind;

    /// @param group empty for the core group
    /// @param plural the name in paths (`deployments`); Kubernetes API Concepts, "Resource URIs"
    public ApiResource(
            String group, String version, String kind, String plural, boolean namespaced) {
        if (version.isEmpty() || kind.isEmpty() || plural.isEmpty()) {
            throw new IllegalArgumentException(
                    "version, kind and plural of an API resource must not be empty: '%s' '%s' '%s'"
                            .formatted(version, kind, plural));
        }
        this.group = group;
        this.version = version;
        this.kind = kind;
        this.plural = plural;
        this.namespaced = namespaced;
        this.groupResource = group.isEmpty() ? plural : plural + "." + group;
        this.groupKind = group.isEmpty() ? kind : kind + "." + group;
    }

    public String group() {
        return group;
    }

    public String version() {
        return version;
    }

    public String kind() {
        return kind;
    }

    public String plural() {
        return plural;
    }

    public boolean namespaced() {
        return namespaced;
    }

    /// As objects carry it: `v1`, `apps/v1`.
    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /// The path that lists the type across all namespaces: `/apis/apps/v1/deployments`.
    public String path() {
        return root() + "/" + plural;
    }

    /// The path that lists the type in a namespace; for cluster-scoped types, and for an empty
    /// namespace, the same as [#path()].
    public String path(String namespace) {
        return namespaced && !namespace.isEmpty()
                ? root() + "/namespaces/" + namespace + "/" + plural
                : path();
    }

    /// The path of one object.
    public String path(ObjectKey key) {
        return path(key.namespace()) + "/" + key.name();
    }

    /// `deployments.apps`, as CRDs and kubectl name a type without its version.
    public String groupResource() {
        return groupResource;
    }

    /// `Deployment.apps`.
    public String groupKind() {
        return groupKind;
    }

    private String root() {
        return group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof ApiResource that
                        && groupResource.equals(that.groupResource)
                        && version.equals(that.version)
                        && kind.equals(that.kind)
                        && group.equals(that.group)
                        && namespaced == that.namespaced);
    }

    @Override
    public int hashCode() {
        return Objects.hash(groupResource, version, kind);
    }

    @Override
    public String toString() {
        return plural + "." + apiVersion();
    }
}
