package io.sistership.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/// What `check` says of a captured cluster, held against what the accounts themselves say.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CheckRoadTest {

    private static final String EDGE =
            "Ingress.networking.k8s.io shop/edge /metadata/annotations/alb.ingress.kubernetes.io~1";
    private static final String BY_NAME = "the same name";

    private Road road;

    @BeforeAll
    void go() {
        road = Road.shared();
    }

    @Test
    void lists_every_identifier_with_its_place_its_counterpart_and_how_it_was_found() {
        var run = new AtomicReference<Ship.Run>();

        var requests = road.during(() -> run.set(road.ship().run("check", Road.NAME).exits(0)));

        var out = run.get().out();
        assertThat(out).contains("\nIdentifiers of the primary environment: 19\n");
        assertThat(rows(out)).containsExactlyElementsOf(expected());
        assertThat(requests.aws()).isNotEmpty();
        assertThat(requests.awsWrites()).isEmpty();
        assertThat(requests.primaryWrites()).isEmpty();
        assertThat(requests.recoveryWrites()).isEmpty();
    }

    @Test
    void names_every_place_to_programs() {
        var rows = identifiers(road.ship().json("check").exits(0));

        assertThat(rows).allSatisfy(row -> assertThat(row.get("places")).hasSize(uses(row)));
        assertThat(row(rows, World.PRIMARY.role("shop-node")).get("places"))
                .extracting(JsonNode::asString)
                .containsExactly(
                        "node group front /nodeRole",
                        "ConfigMap kube-system/aws-auth /data/mapRoles#[1].rolearn");
    }

    @Test
    void two_candidates_and_none_block_with_the_line_to_write() {
        var other = subnet(World.RECOVERY, 1);
        name(other, "shop-a");
        try {
            var run = road.ship().json("check").exits(5);

            var rows = identifiers(run);
            var several = row(rows, subnet(World.PRIMARY, 0));
            assertThat(several.get("answer").asString()).isEqualTo("several");
            assertThat(several.get("counterparts"))
                    .extracting(JsonNode::asString)
                    .containsExactlyInAnyOrder(subnet(World.RECOVERY, 0), other);
            assertThat(row(rows, subnet(World.PRIMARY, 1)).get("answer").asString())
                    .isEqualTo("missing");
            assertThat(run.document().get("issues"))
                    .filteredOn(issue -> issue.get("severity").asString().equals("BLOCKING"))
                    .hasSize(9)
                    .anySatisfy(issue -> missing(issue, subnet(World.PRIMARY, 1)))
                    .anySatisfy(issue ->
                            assertThat(issue.get("where").asString()).isEqualTo(EDGE + "subnets"));
        } finally {
            name(other, "shop-b");
        }
    }

    private static void missing(JsonNode issue, String subnet) {
        assertThat(issue.get("code").asString()).isEqualTo("subnet-without-counterpart");
        assertThat(issue.get("where").asString()).startsWith("node group front /subnets/");
        assertThat(issue.get("fix").asString())
                .isEqualTo(
                        "make one of the same name or tags there, or name it under `counterparts:`"
                                + " in sistership.yaml: `"
                                + subnet
                                + ": ...`");
    }

    /// The table's rows in their order, as the two accounts have what they name.
    private List<List<String>> expected() {
        var rows = new ArrayList<List<String>>();
        rows.add(role("shop-admin", "ConfigMap kube-system/aws-auth /data/mapRoles#[0].rolearn"));
        rows.add(role("shop-cluster", "cluster road /roleArn"));
        rows.add(role("shop-fargate", "fargate profile batch /podExecutionRoleArn"));
        rows.add(role("shop-node", "node group front /nodeRole and 1 more"));
        rows.add(
                role(
                        "shop-web",
                        "ServiceAccount shop/web /metadata/annotations/eks.amazonaws.com~1role-arn"));
        rows.add(
                List.of(
                        "user " + World.PRIMARY.user("admin"),
                        "access entry of "
                                + World.PRIMARY.user("admin")
                                + " /principalArn and 1 more",
                        World.RECOVERY.user("admin"),
                        "counterparts of sistership.yaml"));
        rows.add(
                List.of(
                        "registry 602401143452.dkr.ecr.us-east-1.amazonaws.com",
                        "DaemonSet.apps kube-system/aws-node"
                                + " /spec/template/spec/containers/0/image and 4 more",
                        "602401143452.dkr.ecr.us-west-2.amazonaws.com",
                        "AWS's table of registries per region"));
        rows.add(
                repository(
                        "http-server",
                        "CronJob.batch shop/report"
                                + " /spec/jobTemplate/spec/template/spec/containers/0/image and 7 more"));
        rows.add(
                repository(
                        "webhook",
                        "Deployment.apps shop/guard /spec/template/spec/containers/0/image"));
        subnetIds().stream().sorted().map(this::subnet).forEach(rows::add);
        rows.add(
                List.of(
                        "security group " + road.world().output(World.PRIMARY, "SecurityGroup"),
                        "cluster road /resourcesVpcConfig/securityGroupIds/0 and 1 more",
                        road.world().output(World.RECOVERY, "SecurityGroup"),
                        BY_NAME));
        var handle = " /spec/csi/volumeHandle and ";
        rows.add(
                byHand(
                        "file system",
                        "FILE_SYSTEM",
                        "PersistentVolume efs-bare" + handle + "7 more"));
        rows.add(
                byHand(
                        "access point",
                        "ACCESS_POINT",
                        "PersistentVolume efs-bare /spec/mountOptions/1 and 3 more"));
        rows.add(byHand("certificate", "CERTIFICATE", EDGE + "certificate-arn"));
        rows.add(byHand("certificate", "OTHER_CERTIFICATE", EDGE + "certificate-arn"));
        rows.add(byHand("web ACL", "WEB_ACL", EDGE + "wafv2-acl-arn"));
        rows.add(byHand("target group", "TARGET_GROUP", EDGE + "actions.legacy#/targetGroupARN"));
        rows.add(byHand("bucket", "LOGS", EDGE + "load-balancer-attributes"));
        return rows;
    }

    /// What `sistership.yaml` has a line for.
    private List<String> byHand(String kind, String name, String usedAt) {
        return List.of(
                kind + " " + Named.by(road.world(), World.PRIMARY).of(name),
                usedAt,
                Named.by(road.world(), World.RECOVERY).of(name),
                "counterparts of sistership.yaml");
    }

    private static List<String> role(String name, String usedAt) {
        return List.of(
                "role " + World.PRIMARY.role(name), usedAt, World.RECOVERY.role(name), BY_NAME);
    }

    private static List<String> repository(String name, String usedAt) {
        return List.of(
                "repository arn:aws:ecr:us-east-1:111111111111:repository/shop/rig/" + name,
                usedAt,
                "arn:aws:ecr:us-west-2:222222222222:repository/shop/rig/" + name,
                BY_NAME);
    }

    private List<String> subnet(String id) {
        var position = id.equals(subnet(World.PRIMARY, 0)) ? 0 : 1;
        return List.of(
                "subnet " + id,
                "cluster road /resourcesVpcConfig/subnetIds/"
                        + subnetIds().indexOf(id)
                        + " and 3 more",
                subnet(World.RECOVERY, position),
                BY_NAME);
    }

    /// In the order in which EKS describes them.
    private List<String> subnetIds() {
        return road.world()
                .aws(World.PRIMARY)
                .run("eks", "describe-cluster", "--name", Road.NAME)
                .json()
                .at("/cluster/resourcesVpcConfig/subnetIds")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }

    /// `shop-a` or `shop-b` of an account.
    private String subnet(World.Side side, int position) {
        return road.world().output(side, "Subnets").split(",", -1)[position];
    }

    private void name(String subnet, String name) {
        road.world()
                .aws(World.RECOVERY)
                .run(
                        "ec2",
                        "create-tags",
                        "--resources",
                        subnet,
                        "--tags",
                        "Key=Name,Value=" + name)
                .ok();
    }

    private static List<List<String>> rows(String out) {
        return out.lines()
                .dropWhile(line -> !line.startsWith("  IDENTIFIER "))
                .skip(1)
                .takeWhile(line -> !line.isBlank())
                .map(line -> List.of(line.strip().split(" {2,}", -1)))
                .toList();
    }

    private static List<JsonNode> identifiers(Ship.Run run) {
        return run.result().at("/checks/0/identifiers").valueStream().toList();
    }

    private static JsonNode row(List<JsonNode> rows, String identifier) {
        return rows.stream()
                .filter(row -> row.get("identifier").asString().equals(identifier))
                .findFirst()
                .orElseThrow();
    }

    private static int uses(JsonNode row) {
        return row.get("uses").asInt();
    }
}
