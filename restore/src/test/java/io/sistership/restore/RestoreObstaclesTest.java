package io.sistership.restore;

import static io.sistership.restore.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.model.Issue;
import io.sistership.model.Outcome;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What stands in the way of an object ends that object, and what depends on it, and nothing else.
final class RestoreObstaclesTest {

    private static final String SHOP = json("", "shop");

    @TempDir Path state;

    private final FakeCluster cluster = new FakeCluster();

    @Test
    void a_webhook_that_fails_puts_objects_off_and_they_are_tried_again() {
        var point =
                new FakePoint()
                        .with(Samples.NAMESPACE, SHOP)
                        .with(
                                Samples.CONFIG_MAP,
                                json("shop", "a"),
                                json("shop", "b"),
                                json("shop", "c"));
        var failures = new AtomicInteger(3);
        cluster.admit((type, _) ->
                type.equals(Samples.CONFIG_MAP) && failures.getAndDecrement() > 0
                        ? Optional.of(
                                new WriteAnswer.NotNow(
                                        WriteAnswer.Cause.BACKEND,
                                        "failed calling webhook \"a.example.com\": no endpoints available"))
                        : Optional.empty());

        var result = Restores.restore(point, point.plan(), cluster, state);

        assertThat(result.totals()).isEqualTo(Map.of("restored", 4L));
        assertThat(result.extraCalls()).isEqualTo(Map.of("retry", 3L));
    }

    @Test
    void a_create_whose_answer_is_lost_is_sent_again_before_what_comes_after_it() {
        var point =
                new FakePoint()
                        .with(Samples.NAMESPACE, SHOP)
                        .with(Samples.CONFIG_MAP, json("shop", "a"));
        cluster.loseAnswers(3);

        var result = Restores.restore(point, point.plan(), cluster, state);

        assertThat(result.totals()).isEqualTo(Map.of("restored", 2L));
        assertThat(result.extraCalls()).isEqualTo(Map.of("answer lost", 3L));
        assertThat(cluster.writes())
                .containsExactly("create Namespace shop", "create ConfigMap shop/a");
    }

    @Test
    void what_a_webhook_keeps_failing_on_is_blocked_and_the_rest_goes_on() {
        var point =
                new FakePoint()
                        .with(Samples.NAMESPACE, SHOP)
                        .with(Samples.CONFIG_MAP, json("shop", "guarded"))
                        .with(Samples.SECRET, json("shop", "free"));
        cluster.admit((type, _) ->
                type.equals(Samples.CONFIG_MAP)
                        ? Optional.of(
                                new WriteAnswer.NotNow(
                                        WriteAnswer.Cause.BACKEND,
                                        "failed calling webhook \"a.example.com\": no endpoints available"))
                        : Optional.empty());

        var result = Restores.restore(point, point.plan(), cluster, state);

        assertThat(Restores.outcome(result, "ConfigMap", "guarded"))
                .isEqualTo(
                        new Outcome.Blocked(
                                "backend: failed calling webhook \"a.example.com\": no endpoints available"));
        assertThat(Restores.outcome(result, "Secret", "free")).isEqualTo(new Outcome.Restored());
    }

    @Test
    void a_backend_that_is_not_ready_blocks_what_depends_on_it_and_nothing_else() {
        var point = Restores.webhookPoint();

        var result = Restores.restore(point, point.plan(), cluster, state);

        var cause = new Outcome.Blocked("backend: Service shop/hook has no ready endpoint");
        assertThat(Restores.outcome(result, "ValidatingWebhookConfiguration", "guard"))
                .isEqualTo(cause);
        assertThat(Restores.outcome(result, "Ship", "titanic")).isEqualTo(cause);
        assertThat(Restores.outcome(result, "Deployment", "web")).isEqualTo(new Outcome.Restored());
        assertThat(result.issues()).extracting(Issue::code).containsExactly("backend-not-ready");
    }

    @Test
    void a_webhook_is_restored_after_its_backend_and_before_other_workloads() {
        cluster.answer("shop", "hook");

        var point = Restores.webhookPoint();
        var result = Restores.restore(point, point.plan(), cluster, state);

        assertThat(result.complete()).isTrue();
        assertThat(cluster.writes())
                .containsSubsequence(
                        "create Deployment.apps shop/webhook",
                        "create Ship.sea.example.com shop/titanic",
                        "create ValidatingWebhookConfiguration.admissionregistration.k8s.io guard",
                        "create Deployment.apps shop/web");
    }

    @Test
    void a_server_s_refusal_fails_that_object_alone() {
        var point =
                new FakePoint()
                        .with(Samples.NAMESPACE, SHOP)
                        .with(Samples.CONFIG_MAP, json("shop", "bad"), json("shop", "good"));
        cluster.admit((_, object) ->
                object.path("metadata").path("name").asString("").equals("bad")
                        ? Optional.of(
                                new WriteAnswer.Refused(
                                        "admission webhook \"a.example.com\" denied the request: no"))
                        : Optional.empty());

        var result = Restores.restore(point, point.plan(), cluster, state);

        assertThat(Restores.outcome(result, "ConfigMap", "bad"))
                .isEqualTo(
                        new Outcome.Failed(
                                "admission webhook \"a.example.com\" denied the request: no"));
        assertThat(Restores.outcome(result, "ConfigMap", "good")).isEqualTo(new Outcome.Restored());
    }

    @Test
    void a_refusal_that_quotes_a_secret_is_told_without_its_value() {
        var point =
                new FakePoint()
                        .with(Samples.NAMESPACE, SHOP)
                        .with(
                                Samples.SECRET,
                                json(
                                        "shop",
                                        "key",
                                        "|\"data\":{\"password\":\"aHVudGVyMg==\",\"pin\":\"MTI=\"}"));
        cluster.admit((type, _) ->
                type.equals(Samples.SECRET)
                        ? Optional.of(
                                new WriteAnswer.Refused(
                                        "admission webhook \"a.example.com\" denied the request: hunter2 (aHVudGVyMg==) and \"12\" are weak in 12 ways"))
                        : Optional.empty());

        assertThat(
                        Restores.outcome(
                                Restores.restore(point, point.plan(), cluster, state),
                                "Secret",
                                "key"))
                .isEqualTo(
                        new Outcome.Failed(
                                "admission webhook \"a.example.com\" denied the request: (redacted) ((redacted)) and (redacted) are weak in 12 ways"));
    }

    @Test
    void custom_resources_of_a_definition_that_failed_are_blocked_untried() {
        var point =
                new FakePoint()
                        .with(Samples.NAMESPACE, SHOP)
                        .with(Samples.CRD, Samples.shipDefinition(""))
                        .with(Samples.SHIP, json("shop", "titanic"));
        cluster.admit((type, _) ->
                type.equals(Samples.CRD)
                        ? Optional.of(new WriteAnswer.Invalid("no"))
                        : Optional.empty());

        var result = Restores.restore(point, point.plan(), cluster, state);

        assertThat(Restores.outcome(result, "CustomResourceDefinition", "ships.sea.example.com"))
                .isEqualTo(new Outcome.Failed("no"));
        assertThat(Restores.outcome(result, "Ship", "titanic"))
                .isEqualTo(
                        new Outcome.Blocked("definition: ships.sea.example.com isn't established"));
    }

    @Test
    void a_definition_whose_condition_says_false_is_not_established() {
        var point =
                new FakePoint()
                        .with(Samples.NAMESPACE, SHOP)
                        .with(Samples.CRD, Samples.shipDefinition(""))
                        .with(Samples.SHIP, json("shop", "titanic"));
        cluster.establish("False");

        assertThat(
                        Restores.outcome(
                                Restores.restore(point, point.plan(), cluster, state),
                                "Ship",
                                "titanic"))
                .isEqualTo(
                        new Outcome.Blocked("definition: ships.sea.example.com isn't established"));
    }

    @Test
    void objects_of_a_namespace_that_could_not_be_made_are_blocked_untried() {
        var point =
                new FakePoint()
                        .with(Samples.NAMESPACE, SHOP)
                        .with(Samples.CONFIG_MAP, json("shop", "settings"));
        cluster.admit((type, _) ->
                type.equals(Samples.NAMESPACE)
                        ? Optional.of(new WriteAnswer.Refused("no"))
                        : Optional.empty());

        assertThat(
                        Restores.outcome(
                                Restores.restore(point, point.plan(), cluster, state),
                                "ConfigMap",
                                "settings"))
                .isEqualTo(new Outcome.Blocked("namespace: shop isn't there"));
    }
}
