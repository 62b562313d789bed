package io.sistership.capture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.sistership.kube.DiscoveredType;
import io.sistership.kube.DiscoveredType.Source;
import io.sistership.kube.Discovery;
import io.sistership.kube.UnavailableGroup;
import io.sistership.model.ApiResource;
import io.sistership.model.CaptureChanges;
import io.sistership.model.ConfigurationException;
import io.sistership.model.Issue;
import io.sistership.model.Severity;
import io.sistership.model.TypeSelector;
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
    void leaves_out_besides_the_standard_what_the_configuration_says() {
        var policy = changed(leftOut("shop.io", "caches"), leftOut("noise.io", "*"));

        assertThat(policy.reasonAgainst(type("shop.io", "caches", "list"))).contains("no need");
        assertThat(policy.reasonAgainst(type("shop.io", "baskets", "list"))).isEmpty();
        assertThat(policy.reasonAgainst(type("noise.io", "a", "list"))).contains("no need");
        assertThat(policy.reasonAgainstGroup("noise.io")).contains("no need");
        assertThat(policy.reasonAgainstGroup("shop.io")).isEmpty();
        assertThat(policy.reasonAgainst(type("", "events", "list"))).isPresent();
        assertThat(policy.lines().subList(0, 2))
                .containsExactly(
                        new CapturePolicy.Line("caches.shop.io", "no need", true),
                        new CapturePolicy.Line("*.noise.io", "no need", true));
        assertThat(policy.warnings()).isEmpty();
    }

    @Test
    void takes_what_the_standard_leaves_out_if_it_is_told_to() {
        var leases = new TypeSelector("coordination.k8s.io", "leases");
        var oneOfTheMetrics = new TypeSelector("metrics.k8s.io", "nodes");
        var all = new TypeSelector("custom.metrics.k8s.io", "*");
        var changes = changes(List.of(), List.of(leases, oneOfTheMetrics, all));
        var policy = CapturePolicy.standard().with(changes);

        assertThat(policy.reasonAgainst(type("coordination.k8s.io", "leases", "list"))).isEmpty();
        assertThat(policy.reasonAgainst(type("coordination.k8s.io", "leases", "create")))
                .isPresent();
        assertThat(policy.reasonAgainst(type("metrics.k8s.io", "nodes", "list"))).isEmpty();
        assertThat(policy.reasonAgainst(type("metrics.k8s.io", "pods", "list"))).isPresent();
        assertThat(policy.reasonAgainstGroup("metrics.k8s.io")).isEmpty();
        assertThat(policy.reasonAgainst(type("custom.metrics.k8s.io", "any", "list"))).isEmpty();
        assertThat(policy.lines())
                .extracting(CapturePolicy.Line::types)
                .contains("*.metrics.k8s.io", "leasecandidates.coordination.k8s.io")
                .doesNotContain("leases.coordination.k8s.io", "*.custom.metrics.k8s.io");
        assertThat(policy.taken()).containsExactly(leases, oneOfTheMetrics, all);
    }

    @Test
    void warns_of_leaving_out_what_recoveries_need() {
        var policy = changed(leftOut("", "secrets"), leftOut("storage.k8s.io", "*"));

        assertThat(policy.warnings())
                .extracting(Issue::code, Issue::severity, Issue::what)
                .containsExactly(
                        tuple(
                                "needed-type-left-out",
                                Severity.WARNING,
                                "secrets leaves out secrets: what mounts or reads one would never"
                                        + " start"),
                        tuple(
                                "needed-type-left-out",
                                Severity.WARNING,
                                "*.storage.k8s.io leaves out storageclasses.storage.k8s.io: claims"
                                        + " that name one are never bound"));
    }

    @Test
    void notes_what_no_type_answers_to_with_the_one_that_may_be_meant() {
        var taken = new TypeSelector("metrics.k8s.io", "nodes");
        var policy =
                CapturePolicy.standard()
                        .with(
                                changes(
                                        List.of(leftOut("", "secret"), leftOut("gone.io", "a")),
                                        List.of(taken, new TypeSelector("xyz.io", "zzzzzzzzzz"))));
        var discovery =
                new Discovery(
                        List.of(
                                type("", "secrets", "list"),
                                type("metrics.k8s.io", "nodes", "get")),
                        List.of(new UnavailableGroup("gone.io", "v1", "dead")));

        assertThat(policy.unmatched(discovery))
                .extracting(Issue::code, Issue::where, Issue::what)
                .containsExactly(
                        tuple(
                                "policy-matches-nothing",
                                "capture.leaveOut",
                                "the cluster serves no secret: did you mean secrets?"),
                        tuple(
                                "policy-matches-nothing",
                                "capture.take",
                                "the cluster serves no zzzzzzzzzz.xyz.io"));
    }

    @Test
    void refuses_entries_that_say_too_little_or_too_much() {
        assertRefused(
                "leaveOut: [{group: '', resource: events}]",
                "policy.yaml: no reason is given in {\"group\":\"\",\"resource\":\"events\"}");
        assertRefused(
                "leaveOut: [{group: shop.io, reason: dull}]",
                "policy.yaml: neither, or both, of resource and withoutVerb in"
                        + " {\"group\":\"shop.io\",\"reason\":\"dull\"}");
        assertRefused(
                "leaveOut: [{resource: a, withoutVerb: list, reason: dull}]",
                "policy.yaml: neither, or both, of resource and withoutVerb in"
                        + " {\"resource\":\"a\",\"withoutVerb\":\"list\",\"reason\":\"dull\"}");
        assertRefused("leaveout: []", "policy.yaml: unknown key 'leaveout' in {\"leaveout\":[]}");
        assertRefused(
                "leaveOut: [{resources: events, reason: dull}]",
                "policy.yaml: unknown key 'resources' in"
                        + " {\"resources\":\"events\",\"reason\":\"dull\"}");
        assertThatThrownBy(() -> parse("leaveOut: ["))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("policy.yaml: not valid YAML: ");
    }

    private static CaptureChanges changes(
            List<CaptureChanges.LeftOut> leaveOut, List<TypeSelector> take) {
        return new CaptureChanges(leaveOut, take, CaptureChanges.USUAL_REQUESTS);
    }

    private static CapturePolicy changed(CaptureChanges.LeftOut... entries) {
        return CapturePolicy.standard().with(changes(List.of(entries), List.of()));
    }

    private static CaptureChanges.LeftOut leftOut(String group, String resource) {
        return new CaptureChanges.LeftOut(new TypeSelector(group, resource), "no need");
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
