package io.sistership.rig;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What stands in the recovery account is the ship that was captured, and `verify` would say if it
/// weren't.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SameShipRoadTest {

    private Road road;

    @BeforeAll
    void go() {
        road = Road.shared();
    }

    @Test
    void verify_finds_the_same_ship() {
        var run = road.ship().json("verify");

        assertThat(run.result().get("differences")).isEmpty();
        assertThat(run.result().get("missing")).isEmpty();
        assertThat(run.result().get("unexpected")).isEmpty();
        run.exits(0);
    }

    @Test
    void verify_reports_a_changed_value_a_missing_object_and_one_too_many() {
        var site = patchSite("Changed by hand");
        road.recoveryCluster().run("-n", "shop", "create", "configmap", "surplus").ok();
        var binding = creatable("rolebinding", "web");
        road.recoveryCluster().run("-n", "shop", "delete", "rolebinding", "web").ok();
        try {
            var run = road.ship().json("verify").exits(1);

            assertThat(run.result().get("differences"))
                    .singleElement()
                    .satisfies(difference -> {
                        assertThat(difference.get("object").asString())
                                .isEqualTo("ConfigMap shop/web");
                        assertThat(difference.get("place").asString())
                                .startsWith("/data/index.html")
                                .contains("Changed by hand");
                    });
            assertThat(run.result().get("missing"))
                    .singleElement()
                    .returns("RoleBinding.rbac.authorization.k8s.io shop/web", JsonNode::asString);
            assertThat(run.result().get("unexpected"))
                    .singleElement()
                    .returns("ConfigMap shop/surplus", JsonNode::asString);
        } finally {
            patchSite(site);
            road.recoveryCluster().run("-n", "shop", "delete", "configmap", "surplus").ok();
            road.recoveryCluster().run(binding.getBytes(UTF_8), "create", "-f", "-").ok();
        }
    }

    /// A deployment of ours that has no replicas is what `quiesce` would have left.
    @Test
    void release_gives_a_deployment_the_replicas_that_were_captured() throws IOException {
        var directory = road.ship().directory();
        var quiet = directory.resolve("quiet.yaml");
        Files.writeString(
                quiet,
                Files.readString(directory.resolve("sistership.yaml"))
                        + "restore: {quiesce: [{group: apps, resource: deployments, namespace: shop, name: web}]}\n");
        var captured = replicas();
        assertThat(captured).isPositive();
        road.recoveryCluster()
                .run("-n", "shop", "scale", "deployment", "web", "--replicas", "0")
                .ok();

        var released = road.ship().json("release", "--file", quiet.toString()).exits(0).result();
        var again = road.ship().json("release", "--file", quiet.toString()).exits(0).result();

        assertThat(released.get("released").toString()).isEqualTo("[\"Deployment.apps shop/web\"]");
        assertThat(replicas()).isEqualTo(captured);
        assertThat(again.get("released")).isEmpty();
        assertThat(again.get("running").toString()).isEqualTo("[\"Deployment.apps shop/web\"]");
    }

    private int replicas() {
        return road.recoveryCluster()
                .run("-n", "shop", "get", "deployment", "web", "-o", "json")
                .json()
                .at("/spec/replicas")
                .asInt();
    }

    /// An object as it can be created again.
    private String creatable(String type, String name) {
        var object =
                road.recoveryCluster().run("-n", "shop", "get", type, name, "-o", "json").json();
        var metadata = (ObjectNode) object.get("metadata");
        metadata.remove(List.of("uid", "resourceVersion", "creationTimestamp"));
        return object.toString();
    }

    /// @return what stood there
    private String patchSite(String page) {
        var path = "jsonpath={.data.index\\.html}";
        var before =
                road.recoveryCluster()
                        .run("-n", "shop", "get", "configmap", "web", "-o", path)
                        .ok();
        var patch = Road.JSON.createObjectNode();
        patch.putObject("data").put("index.html", page);
        road.recoveryCluster()
                .run(
                        "-n",
                        "shop",
                        "patch",
                        "configmap",
                        "web",
                        "--type",
                        "merge",
                        "-p",
                        patch.toString())
                .ok();
        return before;
    }

    @Test
    void the_recovered_webhook_denies_and_admits() {
        var bad = World.demo("promotion-bad.yaml").getBytes(UTF_8);
        var good = World.demo("promotion-good.yaml").getBytes(UTF_8);
        var cluster = road.recoveryCluster();

        var denied = cluster.run(bad, "create", "-f", "-");
        var admitted = cluster.run(good, "create", "-f", "-");

        assertThat(denied.exit()).isEqualTo(1);
        assertThat(denied.out())
                .contains(
                        "admission webhook \"promotions.guard.shop.example.com\" denied the request:"
                                + " a promotion of 90 % is a typing error");
        assertThat(admitted.ok()).contains("promotion.shop.example.com/winter created");
        cluster.run("-n", "shop", "delete", "promotion", "winter").ok();
    }

    @Test
    void pods_run_images_of_the_recovery_account() {
        var images =
                road.recoveryCluster()
                        .run(
                                "get",
                                "pods",
                                "-A",
                                "-o",
                                "jsonpath={.items[*].spec.containers[*].image}")
                        .ok();

        assertThat(images)
                .contains("222222222222.dkr.ecr.us-west-2.amazonaws.com/shop/rig/http-server:1.0")
                .doesNotContain("111111111111", "us-east-1");
    }

    @Test
    void owners_are_linked_to_the_objects_of_the_recovery_cluster() {
        assertThat(ownersUid("promotion/autumn")).isNotEmpty().isEqualTo(uid("promotion/spring"));
        assertThat(ownersUid("configmap/guard")).isNotEmpty().isEqualTo(uid("deployment/guard"));
    }

    private String uid(String object) {
        return value(object, "{.metadata.uid}");
    }

    private String ownersUid(String object) {
        return value(object, "{.metadata.ownerReferences[0].uid}");
    }

    private String value(String object, String path) {
        return road.recoveryCluster()
                .run("-n", "shop", "get", object, "-o", "jsonpath=" + path)
                .ok();
    }
}
