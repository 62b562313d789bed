package io.sistership.restore;

import static io.sistership.restore.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.model.ObjectId;
import io.sistership.model.ObjectKey;
import io.sistership.model.ObjectSelector;
import io.sistership.model.Progress;
import io.sistership.model.RestoreChoices;
import io.sistership.model.TypeSelector;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ObjectReleaserTest {

    private static final RestoreChoices QUIET =
            new RestoreChoices(
                    List.of(),
                    List.of(
                            new ObjectSelector(new TypeSelector("apps", "deployments"), "", ""),
                            new ObjectSelector(new TypeSelector("batch", "cronjobs"), "", "")));

    private final FakeCluster cluster = new FakeCluster();
    private final FakePoint point =
            new FakePoint()
                    .with(Samples.NAMESPACE, json("", "shop"))
                    .with(
                            Samples.DEPLOYMENT,
                            Samples.deployment("web", "\"app\":\"web\""),
                            json("shop", "idle", "|\"spec\":{\"replicas\":0}"))
                    .with(
                            Samples.CRON_JOB,
                            json("shop", "nightly", "|\"spec\":{\"suspend\":false}"),
                            json("shop", "stopped", "|\"spec\":{\"suspend\":true}"));

    @TempDir private Path state;

    @Test
    void what_is_named_comes_back_standing_still_and_the_plan_says_so() {
        var plan = restore();

        assertThat(raw("Deployment", "web")).isEqualTo("0");
        assertThat(raw("CronJob", "nightly")).isEqualTo("true");
        assertThat(
                        plan.objects().stream()
                                .flatMap(it -> it.translations().stream())
                                .map(it -> it.rule() + " " + it.place() + " " + it.before()))
                .containsExactly("quiesce /spec/replicas 2", "quiesce /spec/suspend false");
    }

    @Test
    void releasing_gives_back_what_was_captured_once() {
        restore();

        var released = release();
        var again = release();

        assertThat(released.released())
                .containsExactly(
                        id("apps", "Deployment", "web"), id("batch", "CronJob", "nightly"));
        assertThat(raw("Deployment", "web")).isEqualTo("2");
        assertThat(raw("CronJob", "nightly")).isEqualTo("false");
        assertThat(again.released()).isEmpty();
        assertThat(again.running()).isEqualTo(released.released());
        assertThat(released.left()).isEmpty();
    }

    @Test
    void what_is_gone_or_of_somebody_else_or_changed_is_left_and_named() {
        cluster.put(Samples.NAMESPACE, json("", "shop"));
        cluster.put(Samples.CRON_JOB, json("shop", "nightly", "|\"spec\":{\"suspend\":true}"));

        assertThat(release().left())
                .isEqualTo(
                        Map.of(
                                "Deployment.apps shop/web",
                                "it isn't there",
                                "CronJob.batch shop/nightly",
                                "this recovery didn't put it there"));

        restore();
        cluster.patch(
                Samples.DEPLOYMENT, new ObjectKey("shop", "web"), "{\"spec\":{\"replicas\":7}}");
        assertThat(release().left())
                .containsEntry(
                        "Deployment.apps shop/web",
                        "/spec/replicas is 7: somebody changed it since");
    }

    private ObjectPlan restore() {
        var plan = point.plan(Target.absent(), PlanOptions.LIKE_PRIMARY.choosing(QUIET));
        Restores.restore(point, plan, cluster, state);
        return plan;
    }

    private ReleaseResult release() {
        return new ObjectReleaser(QUIET, Progress.SILENT)
                .release(point, cluster, Restores.journal(state));
    }

    private String raw(String kind, String name) {
        return kind.equals("CronJob")
                ? cluster.view(Samples.CRON_JOB, "shop", name).at("/spec/suspend").get().raw()
                : cluster.view(Samples.DEPLOYMENT, "shop", name).at("/spec/replicas").get().raw();
    }

    private static ObjectId id(String group, String kind, String name) {
        return new ObjectId(group, kind, new ObjectKey("shop", name));
    }
}
