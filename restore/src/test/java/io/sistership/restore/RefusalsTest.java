package io.sistership.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class RefusalsTest {

    @Test
    void side_effects_that_nobody_declared_are_named_with_their_webhook() {
        assertThat(
                        Refusals.find(
                                webhooks(
                                        "\"sideEffects\":\"None\"", "\"sideEffects\":\"Unknown\"")))
                .hasValue(
                        "webhook b.example.com says sideEffects: Unknown; only None and NoneOnDryRun can be created since admissionregistration.k8s.io/v1");
        assertThat(
                        Refusals.find(
                                webhooks(
                                        "\"sideEffects\":\"None\"",
                                        "\"sideEffects\":\"NoneOnDryRun\"")))
                .isEmpty();
    }

    @Test
    void reviews_that_no_server_speaks_are_named() {
        assertThat(
                        Refusals.find(
                                webhooks(
                                        "\"admissionReviewVersions\":[\"v2\",\"v1beta1\"]",
                                        "\"admissionReviewVersions\":[\"v1alpha1\"]")))
                .hasValue(
                        "webhook b.example.com takes reviews of v1alpha1 only; one of v1 and v1beta1 has to be among them");
    }

    @Test
    void what_only_looks_like_a_webhook_is_none() {
        var object =
                ObjectView.of(
                        Samples.CONFIG_MAP,
                        "{\"webhooks\":[{\"name\":\"a\",\"sideEffects\":\"Unknown\"}]}"
                                .getBytes(StandardCharsets.UTF_8));

        assertThat(Refusals.find(object)).isEmpty();
    }

    private static ObjectView webhooks(String first, String second) {
        var json =
                "{\"metadata\":{\"name\":\"guards\"},\"webhooks\":[{\"name\":\"a.example.com\",%s},{\"name\":\"b.example.com\",%s}]}"
                        .formatted(first, second);
        return ObjectView.of(Samples.WEBHOOKS, json.getBytes(StandardCharsets.UTF_8));
    }
}
