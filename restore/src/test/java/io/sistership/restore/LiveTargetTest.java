package io.sistership.restore;

import static io.sistership.restore.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.model.Action;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Plans for a cluster that is there already.
final class LiveTargetTest {

    private final FakeCluster cluster = new FakeCluster();

    @Test
    void an_equal_object_is_adopted_whatever_the_server_says_of_it() {
        cluster.put(Samples.CONFIG_MAP, json("shop", "settings", "|\"data\":{\"a\":\"1\"}"));

        assertThat(action(json("shop", "settings", "|\"data\":{\"a\":\"1\"}")))
                .isEqualTo(new Action.Adopt());
    }

    @Test
    void a_different_object_of_somebody_else_blocks_and_is_not_touched() {
        cluster.put(
                Samples.CONFIG_MAP,
                json("shop", "settings", "|\"data\":{\"a\":\"1\",\"b\":\"2\"}"));

        assertThat(action(json("shop", "settings", "|\"data\":{\"a\":\"0\",\"c\":\"3\"}")))
                .isEqualTo(
                        new Action.Blocked(
                                "exists: another object of this name is there: /data/a differs, /data/c is missing, /data/b is new"));
    }

    @Test
    void an_object_of_ours_is_adopted_however_it_lived_on() {
        cluster.put(Samples.NAMESPACE, json("", "shop"));
        cluster.create(
                Samples.CONFIG_MAP,
                "shop",
                json("shop", "settings", "|\"data\":{\"a\":\"changed since\"}")
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(action(json("shop", "settings", "|\"data\":{\"a\":\"1\"}")))
                .isEqualTo(new Action.Adopt());
    }

    @Test
    void a_type_that_is_not_served_blocks_and_says_what_is() {
        assertThat(action(new Served.No("only v2 is served")))
                .isEqualTo(
                        new Action.Blocked(
                                "not served: ships.sea.example.com/v1 was captured, but only v2 is served"));
    }

    @Test
    void a_type_that_another_server_serves_is_left_to_it() {
        assertThat(action(new Served.Elsewhere()))
                .isEqualTo(
                        new Action.Skip(
                                "an aggregated API server keeps objects of ships.sea.example.com/v1 itself"));
    }

    @Test
    void a_type_whose_definition_comes_with_the_point_counts_as_served() {
        var target =
                new Target(
                        type ->
                                type.equals(Samples.CRD)
                                        ? new Served.Yes()
                                        : new Served.No("no version of it is served"),
                        _ -> Optional.empty(),
                        (_, _) -> false,
                        "");

        var plan =
                new FakePoint()
                        .with(Samples.SHIP, json("shop", "titanic"))
                        .with(Samples.CRD, Samples.shipDefinition(""))
                        .plan(target);

        assertThat(plan.entries())
                .filteredOn(e -> e.id().kind().equals("Ship"))
                .extracting(PlanEntry::action)
                .containsExactly(new Action.Create());
    }

    private Action action(String captured) {
        var target =
                new Target(
                        cluster::served,
                        type -> Optional.of(LiveObjects.of(cluster, type)),
                        (_, _) -> false,
                        FakeCluster.MANAGER);
        return new FakePoint()
                .with(Samples.CONFIG_MAP, captured)
                .plan(target)
                .objects()
                .getFirst()
                .action();
    }

    private static Action action(Served served) {
        var target = new Target(_ -> served, _ -> Optional.empty(), (_, _) -> false, "");
        return new FakePoint()
                .with(Samples.SHIP, json("shop", "titanic"))
                .plan(target)
                .objects()
                .getFirst()
                .action();
    }
}
