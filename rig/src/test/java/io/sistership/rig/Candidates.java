package io.sistership.rig;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Every change that this chooser can think of for one object: each value changed, each member
/// removed, members and elements added, the same with empty values. Confined.
final class Candidates {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /// What enumerations of the API know; most servers take one of them where another one stood.
    private static final List<String> KNOWN =
            List.of(
                    "Always",
                    "IfNotPresent",
                    "Never",
                    "Retain",
                    "Delete",
                    "Ignore",
                    "Fail",
                    "None",
                    "Local",
                    "Cluster",
                    "Parallel",
                    "OnDelete",
                    "Recreate",
                    "Exact",
                    "Forbid",
                    "ClientIP",
                    "Default",
                    "Audit",
                    "NoSchedule",
                    "TCP",
                    "SCTP",
                    "8080",
                    "50m");

    private final LiveObject object;
    private final Random random;
    private final List<Mutation> found = new ArrayList<>();
    private final Map<String, Integer> excluded = new TreeMap<>();

    private Candidates(LiveObject object, Random random) {
        this.object = object;
        this.random = random;
    }

    static Candidates of(LiveObject object, Random random) {
        var candidates = new Candidates(object, random);
        candidates.members("", object.json());
        candidates.addToMetadata("labels");
        candidates.addToMetadata("annotations");
        candidates.addFinalizer();
        return candidates;
    }

    List<Mutation> found() {
        return List.copyOf(found);
    }

    /// How many places were passed over, by the printed rule that explains them.
    Map<String, Integer> excluded() {
        return Map.copyOf(excluded);
    }

    private void value(String path, JsonNode value) {
        var rule = PrintedRules.find(object.type(), path);
        if (rule.isPresent()) {
            excluded.merge(rule.get(), 1, Integer::sum);
            return;
        }
        switch (value.getNodeType()) {
            case OBJECT -> members(path, value);
            case ARRAY -> elements(path, value);
            case STRING -> text(path, value.asString());
            case BOOLEAN ->
                    found.add(Mutation.replace(object, path, JSON.booleanNode(!value.asBoolean())));
            case NUMBER ->
                    found.add(Mutation.replace(object, path, JSON.numberNode(value.asLong() + 1)));
            case NULL, MISSING, BINARY, POJO -> {}
        }
    }

    private void members(String path, JsonNode map) {
        map.properties()
                .forEach(member -> {
                    var child = path + "/" + escape(member.getKey());
                    value(child, member.getValue());
                    if (!path.isEmpty() && PrintedRules.find(object.type(), child).isEmpty()) {
                        found.add(Mutation.remove(object, child));
                    }
                });
        if (!path.isEmpty() && PrintedRules.find(object.type(), path + "/mutant").isEmpty()) {
            found.add(Mutation.add(object, path + "/mutant", JSON.stringNode("bXV0YW50")));
            found.add(Mutation.add(object, path + "/mutant", JSON.objectNode()));
        }
    }

    /// Only the end of a list changes its length: anything else would move the elements behind it.
    private void elements(String path, JsonNode list) {
        for (int i = 0; i < list.size(); i++) {
            value(path + "/" + i, list.get(i));
        }
        if (!list.isEmpty()) {
            found.add(Mutation.remove(object, path + "/" + (list.size() - 1)));
            found.add(Mutation.add(object, path + "/" + list.size(), like(list.get(0))));
        }
        found.add(Mutation.add(object, path + "/" + list.size(), JSON.objectNode()));
    }

    private static JsonNode like(JsonNode element) {
        if (element.isString()) {
            return JSON.stringNode(element.asString() + "-too");
        }
        var copy = element.deepCopy();
        if (copy.isObject() && copy.path("name").isString()) {
            copy.asObject().put("name", copy.path("name").asString() + "-too");
        }
        return copy;
    }

    private void text(String path, String text) {
        var other = KNOWN.get(random.nextInt(KNOWN.size()));
        found.add(Mutation.replace(object, path, JSON.stringNode(text + "0")));
        found.add(Mutation.replace(object, path, JSON.stringNode(other)));
    }

    private void addToMetadata(String map) {
        var parent = "/metadata/" + map;
        var value = JSON.stringNode("mutant");
        found.add(
                object.at(parent).isMissingNode()
                        ? Mutation.addWithin(object, parent, "example.com~1mutant", value)
                        : Mutation.add(object, parent + "/example.com~1mutant", value));
    }

    private void addFinalizer() {
        var parent = "/metadata/finalizers";
        var value = JSON.stringNode("example.com/mutant");
        int size = object.at(parent).size();
        var list = JSON.arrayNode().add(value);
        found.add(
                size == 0
                        ? new Mutation(
                                object.type(), object.key(), "add", parent, parent + "/0", list)
                        : Mutation.add(object, parent + "/" + size, value));
    }

    private static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
