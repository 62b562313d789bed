package io.sistership.restore;

import static io.sistership.restore.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.model.ApiResource;
import io.sistership.model.ObjectKey;
import io.sistership.model.ObjectSelector;
import io.sistership.model.Outcome;
import io.sistership.model.RestoreChoices;
import io.sistership.model.RestoreChoices.Existing;
import io.sistership.model.RestoreChoices.Policy;
import io.sistership.model.TypeSelector;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExistingPoliciesTest {

    private static final String THEIRS = "|\"data\":{\"a\":\"theirs\"}";
    private static final String OURS = "|\"data\":{\"a\":\"ours\"}";

    private final FakeCluster cluster = new FakeCluster();
    private final FakePoint point =
            new FakePoint()
                    .with(Samples.NAMESPACE, json("", "shop"))
                    .with(
                            Samples.CONFIG_MAP,
                            json("shop", "kept", OURS),
                            json("shop", "changed", OURS),
                            json("shop", "made-anew", OURS),
                            json("shop", "other", OURS));

    @TempDir private Path state;

    @BeforeEach
    void what_is_there() {
        cluster.put(Samples.NAMESPACE, json("", "shop"));
        for (var name : List.of("kept", "changed", "made-anew", "other")) {
            cluster.put(Samples.CONFIG_MAP, json("shop", name, THEIRS));
        }
    }

    @Test
    void a_plan_says_which_line_decides_and_the_first_one_does() {
        assertThat(
                        plan().objects().stream()
                                .filter(it -> it.type().equals(Samples.CONFIG_MAP))
                                .map(it -> it.action().label() + " " + it.action().detail()))
                .containsExactly(
                        "skip restore.existing: skip configmaps shop/kept",
                        "update restore.existing: update configmaps shop/changed",
                        "recreate restore.existing: recreate configmaps shop/made-anew",
                        "blocked exists: another object of this name is there: /data/a differs");
    }

    @Test
    void each_object_ends_as_its_policy_says() {
        var before = uid("made-anew");

        var result = Restores.restore(point, plan(), cluster, state);

        assertThat(Restores.outcome(result, "ConfigMap", "kept"))
                .isEqualTo(new Outcome.Skipped("restore.existing: skip configmaps shop/kept"));
        assertThat(Restores.outcome(result, "ConfigMap", "changed"))
                .isEqualTo(new Outcome.Restored());
        assertThat(Restores.outcome(result, "ConfigMap", "made-anew"))
                .isEqualTo(new Outcome.Restored());
        assertThat(data("kept")).isEqualTo("theirs");
        assertThat(data("changed")).isEqualTo("ours");
        assertThat(data("made-anew")).isEqualTo("ours");
        assertThat(data("other")).isEqualTo("theirs");
        assertThat(uid("made-anew")).isNotEqualTo(before);
        assertThat(cluster.writes())
                .containsExactlyInAnyOrder(
                        "replace ConfigMap shop/changed",
                        "delete ConfigMap shop/made-anew",
                        "create ConfigMap shop/made-anew");
    }

    @Test
    void run_again_by_the_same_plan_nothing_is_made_a_second_time() {
        var plan = plan();
        Restores.restore(point, plan, cluster, state);
        var uid = uid("made-anew");

        Restores.restore(point, plan, cluster, state);

        assertThat(uid("made-anew")).isEqualTo(uid);
        assertThat(cluster.writes()).filteredOn(it -> it.startsWith("delete")).hasSize(1);
    }

    @Test
    void an_object_that_comes_after_the_plan_meets_its_policy_too() {
        cluster.delete(Samples.CONFIG_MAP, new ObjectKey("shop", "made-anew"));
        var plan = plan();
        cluster.put(Samples.CONFIG_MAP, json("shop", "made-anew", THEIRS));

        Restores.restore(point, plan, cluster, state);

        assertThat(data("made-anew")).isEqualTo("ours");
    }

    private ObjectPlan plan() {
        var choices =
                new RestoreChoices(
                        List.of(
                                line("kept", Policy.SKIP),
                                line("changed", Policy.UPDATE),
                                line("made-anew", Policy.RECREATE),
                                line("changed", Policy.RECREATE)),
                        List.of());
        var target =
                new Target(
                        cluster::served,
                        (ApiResource type) -> Optional.of(LiveObjects.of(cluster, type)),
                        (_, _) -> false,
                        FakeCluster.MANAGER);
        return point.plan(target, PlanOptions.LIKE_PRIMARY.choosing(choices));
    }

    private static Existing line(String name, Policy policy) {
        return new Existing(
                new ObjectSelector(new TypeSelector("", "configmaps"), "shop", name), policy);
    }

    private String data(String name) {
        return cluster.view(Samples.CONFIG_MAP, "shop", name).text("/data/a");
    }

    private String uid(String name) {
        return cluster.view(Samples.CONFIG_MAP, "shop", name).uid();
    }
}
