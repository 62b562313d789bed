package io.sistership.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/// A recovered Service or Ingress gets another load balancer, and the reports say where DNS has to
/// point: the name of the old one stands in no object of the recovery cluster.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoadBalancersRoadTest {

    private static final String NEW_FRONT = "k8s-shop-front-99aa88bb77.elb.us-west-2.amazonaws.com";
    private static final String NEW_EDGE = "k8s-shop-edge-11cc22dd33.us-west-2.elb.amazonaws.com";

    private Road road;

    @BeforeAll
    void go() {
        road = Road.shared();
    }

    @Test
    void case_33_a_recovery_tells_the_old_hosts_and_that_there_is_no_new_one_yet() {
        assertThat(rows(road.recovery()))
                .containsExactlyInAnyOrder(
                        "Service shop/front: [\"%s\"] -> []".formatted(Shop.FRONT),
                        "Ingress.networking.k8s.io shop/edge: [\"%s\"] -> []".formatted(Shop.EDGE));
        assertThat(todo(road.recovery()))
                .contains(
                        "Service shop/front has no address yet",
                        "Ingress.networking.k8s.io shop/edge has no address yet");
    }

    @Test
    void case_33_verify_tells_the_new_hosts_beside_the_old_ones_and_what_dns_has_to_do()
            throws IOException {
        var cluster = road.recoveryCluster();
        assertThat(status("service/front") + status("ingress/edge")).isEqualTo("{}{}");
        Shop.balance(cluster, "service/front", NEW_FRONT);
        Shop.balance(cluster, "ingress/edge", NEW_EDGE);
        try {
            var page = road.ship().directory().resolve("balanced.html");
            var report = road.ship().json("verify").exits(0).result();
            var text = road.ship().run("verify", "--report", page.toString()).exits(0).out();

            assertThat(rows(report))
                    .containsExactlyInAnyOrder(
                            "Service shop/front: [\"%s\"] -> [\"%s\"]"
                                    .formatted(Shop.FRONT, NEW_FRONT),
                            "Ingress.networking.k8s.io shop/edge: [\"%s\"] -> [\"%s\"]"
                                    .formatted(Shop.EDGE, NEW_EDGE));
            assertThat(todo(report))
                    .contains(
                            "Point DNS names of Service shop/front at " + NEW_FRONT,
                            "Point DNS names of Ingress.networking.k8s.io shop/edge at "
                                    + NEW_EDGE);
            for (var shown : List.of(text, Files.readString(page))) {
                assertThat(shown).contains(Shop.FRONT, Shop.EDGE, NEW_FRONT, NEW_EDGE);
            }
        } finally {
            Shop.balance(cluster, "service/front", "");
            Shop.balance(cluster, "ingress/edge", "");
        }
    }

    private String status(String object) {
        var path = "jsonpath={.status.loadBalancer}";
        return road.recoveryCluster().run("-n", "shop", "get", object, "-o", path).ok();
    }

    private static List<String> rows(JsonNode report) {
        return report.get("loadBalancers")
                .valueStream()
                .map(row ->
                        "%s: %s -> %s"
                                .formatted(
                                        row.get("object").asString(),
                                        row.get("before"),
                                        row.get("now")))
                .toList();
    }

    private static List<String> todo(JsonNode report) {
        return report.get("todo").valueStream().map(each -> each.get("what").asString()).toList();
    }
}
