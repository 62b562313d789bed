package io.sistership.kube;

import io.sistership.kube.GroupVersions.Names;
import io.sistership.kube.GroupVersions.Served;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Discovery group by group, for servers without the aggregated document: those before 1.26, and
/// some that only look like an API server. A group that doesn't answer costs one short timeout.
final class ClassicDiscovery {

    private final Transport transport;
    private final GroupVersions found;

    ClassicDiscovery(Transport transport, GroupVersions found) {
        this.transport = transport;
        this.found = found;
    }

    /// @param document the answer to `/api` (`APIVersions`) or `/apis` (`APIGroupList`)
    void read(String root, JsonNode document) {
        if (root.equals("/api")) {
            Json.texts(document.path("versions")).forEach(version -> resources("", version));
            return;
        }
        for (var group : document.path("groups")) {
            var name = Json.text(group, "name");
            preferredFirst(group).forEach(version -> resources(name, version));
        }
    }

    private static List<String> preferredFirst(JsonNode group) {
        var preferred = Json.text(group.path("preferredVersion"), "version");
        var versions = new ArrayList<String>();
        for (var version : group.path("versions")) {
            versions.add(Json.text(version, "version"));
        }
        if (versions.remove(preferred)) {
            versions.addFirst(preferred);
        }
        return versions;
    }

    private void resources(String group, String version) {
        if (found.dead(group, version)) {
            found.unavailable(group, version, "its server doesn't answer");
            return;
        }
        var path = group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version;
        try {
            var call = Call.get(path).with(group.isEmpty() ? Patience.FULL : Patience.BRIEF);
            types(group, version, transport.document(call).path("resources"));
        } catch (KubeException failure) {
            if (group.isEmpty() || failure.status() == 401) {
                throw failure;
            }
            found.unavailable(group, version, failure.serverMessage());
        }
    }

    /// A subresource is listed as a resource of its own, named `pods/status`.
    private void types(String group, String version, JsonNode resources) {
        for (var resource : resources) {
            var name = Json.text(resource, "name");
            if (!name.contains("/")) {
                var scope = resource.path("namespaced").asBoolean(false);
                found.add(
                        new Names(group, version, Json.text(resource, "kind"), name, scope),
                        type ->
                                new Served(
                                        type,
                                        Set.copyOf(Json.texts(resource.path("verbs"))),
                                        subresources(name, resources),
                                        Json.texts(resource.path("categories"))));
            }
        }
    }

    private static Set<String> subresources(String plural, JsonNode resources) {
        var names = new HashSet<String>();
        for (var resource : resources) {
            var name = Json.text(resource, "name");
            if (name.startsWith(plural + "/")) {
                names.add(name.substring(plural.length() + 1));
            }
        }
        return names;
    }
}
