package io.sistership.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.model.ApiResource;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class OldDefinitionsTest {

    private static final ApiResource CRD =
            new ApiResource(
                    "apiextensions.k8s.io",
                    "v1",
                    "CustomResourceDefinition",
                    "customresourcedefinitions",
                    false);

    @Test
    void the_switch_gives_way_to_schemas_that_keep_what_they_do_not_name() {
        assertThat(
                        edited(
                                """
                                {"spec":{"preserveUnknownFields":true,"versions":[{"name":"v1","schema":{"openAPIV3Schema":{"type":"object",
                                "properties":{"spec":{"type":"object","properties":{"n":{"type":"integer"}}}}}}}]}}\
                                """))
                .isEqualTo(
                        """
                        {"spec":{"versions":[{"name":"v1","schema":{"openAPIV3Schema":{"x-kubernetes-preserve-unknown-fields":true,"type":"object",
                        "properties":{"spec":{"x-kubernetes-preserve-unknown-fields":true,"type":"object","properties":{"n":{"type":"integer"}}}}}}}]}}\
                        """);
    }

    @Test
    void items_and_maps_of_objects_are_opened_as_well_and_what_is_open_stays() {
        assertThat(
                        edited(
                                """
                                {"spec":{"preserveUnknownFields":true,"versions":[{"schema":{"openAPIV3Schema":{"type":"object","x-kubernetes-preserve-unknown-fields":true,
                                "properties":{"list":{"type":"array","items":{"type":"object"}},
                                "map":{"type":"object","additionalProperties":{"type":"object"}},
                                "any":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}}}]}}\
                                """))
                .isEqualTo(
                        """
                        {"spec":{"versions":[{"schema":{"openAPIV3Schema":{"type":"object","x-kubernetes-preserve-unknown-fields":true,
                        "properties":{"list":{"type":"array","items":{"x-kubernetes-preserve-unknown-fields":true,"type":"object"}},
                        "map":{"type":"object","additionalProperties":{"x-kubernetes-preserve-unknown-fields":true,"type":"object"}},
                        "any":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}}}]}}\
                        """);
    }

    @Test
    void a_version_without_a_schema_gets_one_that_takes_everything() {
        var open =
                "\"openAPIV3Schema\":{\"type\":\"object\",\"x-kubernetes-preserve-unknown-fields\":true}";

        assertThat(
                        edited(
                                "{\"spec\":{\"versions\":[{\"name\":\"v1\"},{\"name\":\"v2\",\"schema\":{}}],\"preserveUnknownFields\":true}}"))
                .isEqualTo(
                        "{\"spec\":{\"versions\":[{\"schema\":{%s},\"name\":\"v1\"},{\"name\":\"v2\",\"schema\":{%s}}]}}"
                                .formatted(open, open));
    }

    @Test
    void a_root_without_a_type_is_an_object() {
        assertThat(
                        edited(
                                "{\"spec\":{\"preserveUnknownFields\":true,\"versions\":[{\"schema\":{\"openAPIV3Schema\":{\"description\":\"a ship\"}}}]}}"))
                .contains("\"type\":\"object\"")
                .contains("\"x-kubernetes-preserve-unknown-fields\":true")
                .contains("\"description\":\"a ship\"");
    }

    @Test
    void definitions_of_today_and_other_kinds_are_left_as_they_are() {
        var today = "{\"spec\":{\"preserveUnknownFields\":false,\"versions\":[{\"name\":\"v1\"}]}}";
        assertThat(edited(today)).isEqualTo(today);

        var other =
                Subject.of(
                        new ApiResource("example.com", "v1", "Policy", "policies", false),
                        JsonDocument.of(
                                "{\"spec\":{\"preserveUnknownFields\":true}}"
                                        .getBytes(StandardCharsets.UTF_8)));
        assertThat(OldDefinitions.edits(other)).isEmpty();
    }

    private static String edited(String json) {
        var document = JsonDocument.of(json.getBytes(StandardCharsets.UTF_8));
        var edits = OldDefinitions.edits(Subject.of(CRD, document));
        return new String(Edits.apply(document, edits), StandardCharsets.UTF_8);
    }
}
