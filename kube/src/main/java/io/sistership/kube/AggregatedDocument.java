package io.sistership.kube;

import io.sistership.kube.GroupVersions.Names;
import io.sistership.kube.GroupVersions.Served;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Reads an `APIGroupDiscoveryList`: groups, their versions in the order of preference, and
/// everything in them. A version marked `Stale` is what the server remembers of an aggregated API
/// that doesn't answer.
final class AggregatedDocument {

    private final GroupVersions found;

    AggregatedDocument(GroupVersions found) {
        this.found = found;
    }

    void read(JsonNode document) {
        for (var group : document.path("items")) {
            var name = Json.text(group.path("metadata"), "name");
            group.path("versions").forEach(version -> version(name, version));
        }
    }

    private void version(String group, JsonNode document) {
        var version = Json.text(document, "version");
        if (Json.text(document, "freshness").equals("Stale") || found.dead(group, version)) {
            found.unavailable(group, version, "its server doesn't answer; discovery is stale");
            return;
        }
        document.path("resources").forEach(type -> type(group, version, type));
    }

    private void type(String group, String version, JsonNode document) {
        var kind = Json.text(document.path("responseKind"), "kind");
        var plural = Json.text(document, "resource");
        if (kind.isEmpty()) {
            return; // only subresources are served under this name
        }
        found.add(
                new Names(
                        group,
                        version,
                        kind,
                        plural,
                        Json.text(document, "scope").equals("Namespaced")),
                type ->
                        new Served(
                                type,
                                Set.copyOf(Json.texts(document.path("verbs"))),
                                subresources(document),
                                Json.texts(document.path("categories"))));
    }

    private static Set<String> subresources(JsonNode document) {
        var names = new HashSet<String>();
        for (var subresource : document.path("subresources")) {
            names.add(Json.text(subresource, "subresource"));
        }
        return names;
    }
}
