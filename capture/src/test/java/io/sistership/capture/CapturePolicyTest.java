package io.sistership.capture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sistership.kube.DiscoveredType;
import io.sistership.kube.DiscoveredType.Source;
import io.sistership.model.ApiResource;
import io.sistership.model.ConfigurationException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CapturePolicyTest {

    @Test
    void leaves_out_by_group_and_resource_by_group_and_by_missing_verb() {
        var policy = CapturePolicy.standard();

        assertThat(policy.reasonAgainst(type("", "events", "list"))).isPresent();
        assertThat(policy.reasonAgainst(type("shop.io", "events", "list"))).isEmpty();
        assertThat(policy.reasonAgainst(type("metrics.k8s.io", "nodes", "list")))
                .isEqualTo(policy.reasonAgainstGroup("metrics.k8s.io"))
                .contains("measurements of this moment, computed by the metrics server");
        assertThat(policy.reasonAgainst(type("", "nodes", "list"))).isEmpty();
        assertThat(policy.reasonAgainst(type("shop.io", "questions", "create"))).isPresent();
        assertThat(policy.reasonAgainstGroup("")).isEqualTo(Optional.empty());
    }

    @Test
    void refuses_entries_that_say_too_little_or_too_much() {
        assertRefused(
                "leaveOut: [{group: '', resource: events}]",
                "policy.yaml: an entry without a reason");
        assertRefused(
                "leaveOut: [{group: shop.io, reason: dull}]",
                "policy.yaml: neither, or both, of resource and withoutVerb where the reason is:"
                        + " dull");
        assertRefused(
                "leaveOut: [{resources: events, reason: dull}]",
                "policy.yaml: unknown key 'resources' in"
                        + " {\"resources\":\"events\",\"reason\":\"dull\"}");
        assertThatThrownBy(() -> parse("leaveOut: ["))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("policy.yaml: not valid YAML: ");
    }

    private static void assertRefused(String yaml, String message) {
        assertThatThrownBy(() -> parse(yaml))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(message);
    }

    private static CapturePolicy parse(String yaml) {
        return CapturePolicy.parse("policy.yaml", yaml.getBytes(UTF_8));
    }

    private static DiscoveredType type(String group, String plural, String verb) {
        return new DiscoveredType(
                new ApiResource(group, "v1", "Kind", plural, true),
                Set.of(verb),
                List.of("v1"),
                Set.of(),
                List.of(),
                Source.LOCAL);
    }
}
