package io.sistership.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// A template as a tree, with the questions that a reviewer asks of it. Functions such as `!Sub` are
/// read as their bare text.
record AccessTemplate(JsonNode root) {

    static AccessTemplate of(AccessStack stack) {
        return parse(AccessStacks.resource(stack));
    }

    static AccessTemplate parse(String yaml) {
        return new AccessTemplate(new YAMLMapper().readTree(yaml));
    }

    /// One statement of a role's policies.
    record Permission(
            String role, List<String> actions, List<String> resources, JsonNode condition) {}

    JsonNode resource(String logicalId) {
        var found = root.path("Resources").path(logicalId);
        if (found.isMissingNode()) {
            throw new AssertionError("the template has no " + logicalId);
        }
        return found.path("Properties");
    }

    List<String> idsOf(String type) {
        return root.path("Resources")
                .propertyStream()
                .filter(entry -> entry.getValue().path("Type").asString().equals(type))
                .map(Map.Entry::getKey)
                .toList();
    }

    Stream<JsonNode> statements(String logicalId, String policyProperty) {
        return resource(logicalId).path(policyProperty).path("Statement").valueStream();
    }

    List<Permission> permissions(String role) {
        var found = new ArrayList<Permission>();
        for (var policy : resource(role).path("Policies")) {
            for (var statement : policy.path("PolicyDocument").path("Statement")) {
                found.add(permission(role, statement));
            }
        }
        return found;
    }

    static List<String> texts(JsonNode one) {
        return one.isArray()
                ? one.valueStream().map(JsonNode::asString).toList()
                : List.of(one.asString());
    }

    private static Permission permission(String role, JsonNode statement) {
        if (!statement.path("Effect").asString().equals("Allow")) {
            throw new AssertionError("a role's policies only allow: " + statement);
        }
        return new Permission(
                role,
                texts(statement.path("Action")),
                texts(statement.path("Resource")),
                statement.path("Condition"));
    }
}
