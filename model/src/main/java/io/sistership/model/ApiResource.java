package io.sistership.model;

/// One type that an API server serves, in one version.
///
/// `group` is empty for the core group; `plural` is the name in paths (`deployments`).
/// Source: Kubernetes API Concepts, "Resource URIs".
public record ApiResource(
        String group, String version, String kind, String plural, boolean namespaced) {

    public ApiResource {
        if (version.isEmpty() || kind.isEmpty() || plural.isEmpty()) {
            throw new IllegalArgumentException(
                    "version, kind and plural of an API resource must not be empty: '%s' '%s' '%s'"
                            .formatted(version, kind, plural));
        }
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
        return group.isEmpty() ? plural : plural + "." + group;
    }

    /// `Deployment.apps`.
    public String groupKind() {
        return group.isEmpty() ? kind : kind + "." + group;
    }

    private String root() {
        return group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version;
    }

    @Override
    public String toString() {
        return plural + "." + apiVersion();
    }
}
