package io.sistership.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.services.eks.model.AccessEntry;
import software.amazon.awssdk.services.eks.model.Addon;
import software.amazon.awssdk.services.eks.model.AssociatedAccessPolicy;
import software.amazon.awssdk.services.eks.model.Cluster;
import software.amazon.awssdk.services.eks.model.FargateProfile;
import software.amazon.awssdk.services.eks.model.IdentityProviderConfigResponse;
import software.amazon.awssdk.services.eks.model.Nodegroup;
import software.amazon.awssdk.services.eks.model.PodIdentityAssociation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TreatmentsTest {

    static Stream<Arguments> models() {
        return Stream.of(
                Arguments.of("cluster", Cluster.builder().build()),
                Arguments.of("nodegroup", Nodegroup.builder().build()),
                Arguments.of("fargateProfile", FargateProfile.builder().build()),
                Arguments.of("addon", Addon.builder().build()),
                Arguments.of("accessEntry", AccessEntry.builder().build()),
                Arguments.of("associatedAccessPolicies", AssociatedAccessPolicy.builder().build()),
                Arguments.of("association", PodIdentityAssociation.builder().build()),
                Arguments.of(
                        "identityProviderConfig",
                        IdentityProviderConfigResponse.builder().build()));
    }

    @ParameterizedTest
    @MethodSource("models")
    void every_member_that_the_sdk_knows_has_a_treatment(String section, SdkPojo model) {
        var members = new ArrayList<String>();
        leaves("", model, members);

        assertThat(members).hasSizeGreaterThan(4);
        assertThat(members)
                .filteredOn(path -> Treatments.of(section).at(path).isEmpty())
                .as("members of %s without a line in treatments.txt", section)
                .isEmpty();
    }

    @Test
    void a_member_that_nobody_knows_is_found_wherever_it_is() {
        var cluster =
                """
                {"name":"shop","brandNew":{"a":1},
                 "resourcesVpcConfig":{"subnetIds":["subnet-0a"],"newIds":["x"]},
                 "encryptionConfig":[{"provider":{"keyArn":"k","newKey":"x"}}],
                 "tags":{"anything":"goes"}}
                """;

        assertThat(Treatments.of("cluster").untreated(json(cluster)))
                .containsExactly(
                        "brandNew",
                        "resourcesVpcConfig/newIds",
                        "encryptionConfig/provider/newKey");
    }

    @Test
    void members_newer_than_the_sdk_can_have_a_treatment() {
        var cluster =
                "{\"kubeApiServerConfig\":{\"goawayChance\":0.1},\"rollbackConfig\":{\"x\":1}}";

        assertThat(Treatments.of("cluster").untreated(json(cluster))).isEmpty();
        assertThat(Treatments.of("cluster").at("kubeApiServerConfig/goawayChance"))
                .contains(Treatment.COPIED);
    }

    @Test
    void what_is_absent_null_or_empty_needs_no_treatment() {
        var cluster = "{\"brandNew\":null,\"newList\":[],\"newObject\":{}}";

        assertThat(Treatments.of("cluster").untreated(json(cluster))).isEmpty();
    }

    @Test
    void a_cluster_on_an_outpost_is_told_by_what_it_has() {
        var cluster =
                "{\"id\":\"7\",\"outpostConfig\":{\"outpostArns\":[\"arn:aws:outposts:x\"]},"
                        + "\"connectorConfig\":null}";

        assertThat(Treatments.of("cluster").present(json(cluster), Treatment.REFUSED))
                .containsExactly("id", "outpostConfig/outpostArns");
    }

    @Test
    void a_document_without_a_table_is_a_mistake_of_ours() {
        assertThatThrownBy(() -> Treatments.of("capability"))
                .hasMessage("no treatments for documents with capability");
    }

    private static JsonNode json(String text) {
        return new JsonMapper().readTree(text);
    }

    private static void leaves(String path, SdkPojo model, List<String> into) {
        for (var field : model.sdkFields()) {
            var name = path.isEmpty() ? field.locationName() : path + "/" + field.locationName();
            var structure = structure(field);
            if (structure == null) {
                into.add(name);
            } else {
                leaves(name, structure, into);
            }
        }
    }

    private static @Nullable SdkPojo structure(SdkField<?> field) {
        var element =
                field.containsTrait(ListTrait.class)
                        ? field.getTrait(ListTrait.class).memberFieldInfo()
                        : field;
        return element.marshallingType().equals(MarshallingType.SDK_POJO)
                ? (SdkPojo) element.constructor().get()
                : null;
    }
}
