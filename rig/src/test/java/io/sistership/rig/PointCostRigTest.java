package io.sistership.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/// What a point costs KMS, as the rig's own request log counts it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PointCostRigTest {

    private SmallShip ship;

    @BeforeAll
    void go() {
        ship = SmallShip.shared();
    }

    @Test
    void a_whole_capture_makes_at_most_four_kms_calls_and_opens_nothing() {
        var calls = kms(ship.whileCapturing());

        assertThat(calls.stream().map(call -> Requests.text(call, "action")))
                .hasSizeBetween(3, 4)
                .containsOnlyOnce("Sign")
                .containsOnly("GenerateDataKey", "Sign");
    }

    @Test
    void all_of_them_are_the_primary_delegates_in_its_own_region() {
        assertThat(kms(ship.whileCapturing()))
                .allSatisfy(call -> {
                    assertThat(Requests.text(call, "caller"))
                            .contains("sistership-trust-primary-delegate");
                    assertThat(Requests.text(call, "region")).isEqualTo("us-east-1");
                });
    }

    @Test
    void the_next_point_costs_no_more() {
        var calls = kms(ship.during(() -> ship.ship().run("capture").exits(0)));

        assertThat(calls).hasSizeBetween(1, 4);
    }

    @Test
    void listing_points_and_looking_at_one_costs_kms_nothing() {
        var requests =
                ship.during(() -> {
                    ship.ship().run("points").exits(0);
                    ship.ship().run("show").exits(0);
                });

        assertThat(kms(requests)).isEmpty();
    }

    private static List<JsonNode> kms(Requests requests) {
        return requests.aws().stream()
                .filter(line -> Requests.text(line, "service").equals("kms"))
                .toList();
    }
}
