package io.sistership.capture;

import io.sistership.kube.DiscoveredType;
import io.sistership.model.ConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// What a capture leaves out, with a reason each; everything else is captured. Immutable.
public final class CapturePolicy {

    private static final String FILE = "capture-policy.yaml";
    private static final String FIX =
            "Each entry of leaveOut has group and resource, or withoutVerb; and a reason.";
    private static final YAMLMapper YAML = YAMLMapper.builder().build();

    private final List<Rule> rules;

    private CapturePolicy(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /// The policy that comes with the product.
    public static CapturePolicy standard() {
        try (var in = CapturePolicy.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is missing from the build");
            }
            return parse(FILE, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Reads a policy.
    ///
    /// @param file named in messages
    public static CapturePolicy parse(String file, byte[] yaml) {
        try {
            var rules = new ArrayList<Rule>();
            YAML.readTree(yaml).path("leaveOut").forEach(entry -> rules.add(rule(entry)));
            return new CapturePolicy(rules);
        } catch (JacksonException e) {
            throw new ConfigurationException(
                    file, 0, 0, "not valid YAML: " + e.getOriginalMessage(), FIX);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(file, 0, 0, String.valueOf(e.getMessage()), FIX);
        }
    }

    /// Why a type isn't captured; empty where it is.
    public Optional<String> reasonAgainst(DiscoveredType type) {
        return rules.stream().filter(rule -> rule.covers(type)).map(Rule::reason).findFirst();
    }

    /// Why nothing of a group is captured; empty where something might be.
    public Optional<String> reasonAgainstGroup(String group) {
        return rules.stream()
                .filter(rule -> rule.resource().equals(Rule.ALL) && rule.group().equals(group))
                .map(Rule::reason)
                .findFirst();
    }

    private static Rule rule(JsonNode entry) {
        entry.propertyNames().stream()
                .filter(key -> !Rule.KEYS.contains(key))
                .findFirst()
                .ifPresent(key -> {
                    throw new IllegalArgumentException("unknown key '" + key + "' in " + entry);
                });
        return new Rule(
                entry.path("group").asString(""),
                entry.path("resource").asString(""),
                entry.path("withoutVerb").asString(""),
                entry.path("reason").asString(""));
    }

    private record Rule(String group, String resource, String withoutVerb, String reason) {

        private static final String ALL = "*";
        private static final Set<String> KEYS =
                Set.of("group", "resource", "withoutVerb", "reason");

        Rule {
            if (reason.isBlank()) {
                throw new IllegalArgumentException("an entry without a reason");
            }
            if (resource.isEmpty() == withoutVerb.isEmpty()) {
                throw new IllegalArgumentException(
                        "neither, or both, of resource and withoutVerb where the reason is: "
                                + reason);
            }
        }

        boolean covers(DiscoveredType type) {
            if (!withoutVerb.isEmpty()) {
                return !type.verbs().contains(withoutVerb);
            }
            return type.resource().group().equals(group)
                    && (resource.equals(ALL) || type.resource().plural().equals(resource));
        }
    }
}
