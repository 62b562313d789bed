package io.sistership.model;

/// One type of a group, or all of them, as people name them.
///
/// @param group empty for the core group
/// @param resource the plural (`deployments`), or `*`
public record TypeSelector(String group, String resource) {

    private static final String ALL = "*";

    public TypeSelector {
        if (resource.isEmpty()) {
            throw new IllegalArgumentException("resource is empty");
        }
    }

    /// Whether it means the whole group.
    public boolean wholeGroup() {
        return resource.equals(ALL);
    }

    /// Whether this type is meant.
    public boolean covers(ApiResource type) {
        return covers(type.group(), type.plural());
    }

    /// Whether the type of this group and plural is meant.
    public boolean covers(String otherGroup, String plural) {
        return group.equals(otherGroup) && (wholeGroup() || resource.equals(plural));
    }

    /// `deployments.apps`, `secrets`, `*.metrics.k8s.io`.
    @Override
    public String toString() {
        return group.isEmpty() ? resource : resource + "." + group;
    }
}
