package io.sistership.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/// What was recovered works, and `verify` says so or names what doesn't, and why.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReadinessRoadTest {

    private static final String IMAGE =
            World.RECOVERY_ACCOUNT
                    + ".dkr.ecr.us-west-2.amazonaws.com/shop/rig/http-server:never-pushed";

    private Road road;

    @BeforeAll
    void go() {
        road = Road.shared();
    }

    @Test
    void a_recovery_ends_when_everything_works_that_did() {
        var readiness = road.recovery().get("readiness");

        assertThat(before(readiness)).doesNotContainValue("ready").doesNotContainValue("unknown");
        assertThat(readiness.at("/ready/Deployment").asInt()).isGreaterThanOrEqualTo(2);
        assertThat(readiness.at("/ready/ValidatingWebhookConfiguration").asInt()).isPositive();
        assertThat(road.recovery().at("/millis").has("ready")).isTrue();
    }

    @Test
    void verify_names_what_does_not_work_any_more_and_why() {
        var before = image();
        image(IMAGE);
        scale("guard", 0);
        try {
            var run = road.ship().json("verify", "--ready-within", "5s").exits(1);
            var text = road.ship().run("verify", "--ready-within", "0s").exits(1).out();

            var unready = whys(run.result().get("readiness"));
            assertThat(unready.get("Deployment.apps shop/web"))
                    .startsWith("1 of 3 replicas are updated; pod web-")
                    .contains("ImagePull", "never-pushed");
            assertThat(
                            unready.get(
                                    "ValidatingWebhookConfiguration.admissionregistration.k8s.io promotion-guard"))
                    .isEqualTo("Service shop/guard has no ready endpoint");
            assertThat(before(run.result().get("readiness")))
                    .containsEntry("Deployment.apps shop/web", "ready");
            assertThat(text)
                    .contains("Not ready: ", "kubectl -n shop describe deployment.apps web");
        } finally {
            image(before);
            scale("guard", 1);
            settled();
        }
    }

    private void settled() {
        for (var name : new String[] {"web", "guard"}) {
            shop("rollout", "status", "deployment/" + name, "--timeout=60s");
        }
        road.ship().json("verify").exits(0);
    }

    private static Map<String, String> whys(JsonNode readiness) {
        return by(readiness, "why");
    }

    private static Map<String, String> before(JsonNode readiness) {
        return by(readiness, "before");
    }

    private static Map<String, String> by(JsonNode readiness, String member) {
        var found = new TreeMap<String, String>();
        for (var each : readiness.get("unready")) {
            found.put(each.get("object").asString(), each.get(member).asString());
        }
        return found;
    }

    private String image() {
        return shop(
                "get",
                "deployment",
                "web",
                "-o",
                "jsonpath={.spec.template.spec.containers[0].image}");
    }

    private void image(String image) {
        shop("set", "image", "deployment/web", "web=" + image);
    }

    private void scale(String deployment, int replicas) {
        shop("scale", "deployment", deployment, "--replicas", String.valueOf(replicas));
    }

    private String shop(String... arguments) {
        var all = new ArrayList<>(List.of("-n", "shop"));
        all.addAll(List.of(arguments));
        return road.recoveryCluster().run(all.toArray(String[]::new)).ok();
    }
}
