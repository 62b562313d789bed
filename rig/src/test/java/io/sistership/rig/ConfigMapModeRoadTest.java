package io.sistership.rig;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/// A cluster that knows people and nodes by `aws-auth` alone, with nodes made from a launch template,
/// captured and recovered.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConfigMapModeRoadTest {

    private static final String NAME = "mapped";
    private static final String TEMPLATE = "mapped-nodes";

    /// What `check` tells people to apply where a cluster has no access entries.
    private static final String READER =
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: sistership-capture}
            rules: [{apiGroups: ["*"], resources: ["*"], verbs: [get, list, watch]}]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: sistership-capture}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: sistership-capture}
            subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: sistership-capture}]
            ---
            """;

    /// As somebody left it who didn't know that EKS had added the role of the nodes.
    private static final String MAPPINGS =
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: aws-auth, namespace: kube-system}
            data:
              mapRoles: |
                # captures
                - rolearn: arn:aws:iam::111111111111:role/sistership-mapped-primary-delegate
                  username: sistership-capture
                  groups: [sistership-capture]
                - {rolearn: 'arn:aws:iam::111111111111:role/shop-admin',   username: admin, groups: [system:masters]}
                - rolearn: arn:aws:iam::333333333333:role/auditor # of the auditors' own account
                  username: auditor
              mapUsers: |
                - userarn: arn:aws:iam::111111111111:user/guest
                  username: guest
              mapAccounts: |
                - "111111111111"   # everybody of ours, by ARN
                - "333333333333"
            """;

    private final World world = World.shared();
    private Ship ship;

    @BeforeAll
    void recover() {
        template(World.PRIMARY, "t3.large");
        template(World.RECOVERY, "t3a.large");
        var cluster = CompletableFuture.runAsync(this::primary);
        ship = world.application(directory(), NAME, NAME);
        cluster.join();
        ship.run("capture").exits(0);
        ship.run("recover").exits(0);
    }

    private void template(World.Side side, String instances) {
        world.aws(side)
                .run(
                        "ec2",
                        "create-launch-template",
                        "--launch-template-name",
                        TEMPLATE,
                        "--launch-template-data",
                        "{\"InstanceType\":\"" + instances + "\"}")
                .ok();
    }

    private void primary() {
        world.cluster(
                World.PRIMARY,
                NAME,
                "--access-config",
                "authenticationMode=CONFIG_MAP,bootstrapClusterCreatorAdminPermissions=true");
        world.nodes(
                World.PRIMARY,
                NAME,
                "only",
                1,
                "--launch-template",
                "name=" + TEMPLATE + ",version=1");
        world.kubectl(World.PRIMARY, NAME)
                .run(
                        (READER + MAPPINGS).getBytes(UTF_8),
                        "apply",
                        "--server-side",
                        "--force-conflicts",
                        "-f",
                        "-")
                .ok();
    }

    private Path directory() {
        try {
            return Files.createDirectories(world.rig().state().resolve(NAME));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void the_recovered_cluster_has_no_access_entries_either() {
        var cluster =
                world.aws(World.RECOVERY).run("eks", "describe-cluster", "--name", NAME).json();

        assertThat(cluster.at("/cluster/accessConfig/authenticationMode").asString())
                .isEqualTo("CONFIG_MAP");
    }

    @Test
    void the_node_group_is_made_from_the_recovery_sides_launch_template() {
        var primary = template(World.PRIMARY);
        var recovered = template(World.RECOVERY);

        assertThat(recovered.get("name").asString()).isEqualTo(TEMPLATE);
        assertThat(recovered.get("version").asString()).isEqualTo("1");
        assertThat(recovered.get("id").asString())
                .isNotEqualTo(primary.get("id").asString())
                .isEqualTo(
                        world.aws(World.RECOVERY)
                                .run(
                                        "ec2",
                                        "describe-launch-templates",
                                        "--launch-template-names",
                                        TEMPLATE)
                                .json()
                                .at("/LaunchTemplates/0/LaunchTemplateId")
                                .asString());
    }

    private JsonNode template(World.Side side) {
        return world.aws(side)
                .run(
                        "eks",
                        "describe-nodegroup",
                        "--cluster-name",
                        NAME,
                        "--nodegroup-name",
                        "only")
                .json()
                .at("/nodegroup/launchTemplate");
    }

    /// EKS spells the whole list anew where it adds the nodes' role to it.
    @Test
    void roles_are_the_recovery_sides_and_the_nodes_role_is_not_lost() {
        var roles = data("mapRoles");

        assertThat(roles)
                .contains(
                        World.RECOVERY.role("sistership-mapped-primary-delegate"),
                        World.RECOVERY.role("shop-admin"),
                        "arn:aws:iam::333333333333:role/auditor")
                .containsOnlyOnce(World.RECOVERY.role("shop-node"))
                .doesNotContain(World.PRIMARY_ACCOUNT);
        assertThat(data(World.PRIMARY, "mapRoles")).doesNotContain("shop-node");
    }

    @Test
    void users_stay_the_same_people_and_the_account_is_the_recovery_sides() {
        assertThat(data("mapUsers")).isEqualTo(data(World.PRIMARY, "mapUsers"));
        assertThat(data("mapAccounts"))
                .isEqualTo(
                        """
                        - "222222222222"   # everybody of ours, by ARN
                        - "333333333333"
                        """);
    }

    @Test
    void the_nodes_are_ready_and_verify_finds_the_same_ship() {
        var cluster = world.kubectl(World.RECOVERY, NAME);

        assertThat(
                        cluster.run(
                                        "wait",
                                        "node",
                                        "--all",
                                        "--for",
                                        "condition=Ready",
                                        "--timeout",
                                        "60s")
                                .ok())
                .contains("condition met");
        ship.json("verify").exits(0);
    }

    private String data(String key) {
        return data(World.RECOVERY, key);
    }

    private String data(World.Side side, String key) {
        var call = List.of("-n", "kube-system", "get", "configmap", "aws-auth", "-o", "json");
        return world.kubectl(side, NAME)
                .run(call.toArray(String[]::new))
                .json()
                .at("/data/" + key)
                .asString();
    }
}
