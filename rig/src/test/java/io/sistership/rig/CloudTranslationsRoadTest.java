package io.sistership.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/// What EKS says of the recovered cluster's parts: each is made of the recovery side's own roles,
/// subnets and security groups.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CloudTranslationsRoadTest {

    private Road road;

    @BeforeAll
    void go() {
        road = Road.shared();
    }

    @Test
    void the_cluster_has_the_recovery_sides_role_subnets_and_security_group() {
        var cluster = described("cluster", "describe-cluster", "--name", Road.NAME);

        assertThat(cluster.get("roleArn").asString())
                .isEqualTo(World.RECOVERY.role("shop-cluster"));
        assertThat(texts(cluster.at("/resourcesVpcConfig/subnetIds")))
                .containsExactlyInAnyOrderElementsOf(subnets());
        assertThat(texts(cluster.at("/resourcesVpcConfig/securityGroupIds")))
                .containsExactly(road.world().output(World.RECOVERY, "SecurityGroup"));
    }

    @Test
    void the_node_group_has_the_recovery_sides_role_and_subnets() {
        var group =
                described(
                        "nodegroup",
                        "describe-nodegroup",
                        "--cluster-name",
                        Road.NAME,
                        "--nodegroup-name",
                        "front");

        assertThat(group.get("nodeRole").asString()).isEqualTo(World.RECOVERY.role("shop-node"));
        assertThat(texts(group.get("subnets"))).containsExactlyInAnyOrderElementsOf(subnets());
    }

    @Test
    void the_fargate_profile_has_the_recovery_sides_role_and_subnets() {
        var profile =
                described(
                        "fargateProfile",
                        "describe-fargate-profile",
                        "--cluster-name",
                        Road.NAME,
                        "--fargate-profile-name",
                        "batch");

        assertThat(profile.get("podExecutionRoleArn").asString())
                .isEqualTo(World.RECOVERY.role("shop-fargate"));
        assertThat(texts(profile.get("subnets"))).containsExactlyInAnyOrderElementsOf(subnets());
    }

    private List<String> subnets() {
        return Arrays.asList(road.world().output(World.RECOVERY, "Subnets").split(",", -1));
    }

    private JsonNode described(String member, String... call) {
        var arguments = new ArrayList<>(List.of("eks"));
        arguments.addAll(List.of(call));
        return road.world()
                .aws(World.RECOVERY)
                .run(arguments.toArray(String[]::new))
                .json()
                .get(member);
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }
}
