package io.sistership.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sistership.kube.KubeClient;
import io.sistership.model.ApiResource;
import io.sistership.model.ObjectId;
import io.sistership.model.ObjectKey;
import io.sistership.model.Outcome;
import io.sistership.restore.ObjectPlan;
import io.sistership.restore.RestoreResult;
import io.sistership.restore.VerifyResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// The matrix of versions: captured on an older Kubernetes, restored on a newer one. Part of
/// `make soak`, as the older one has to be built first.
class VersionsCheck {

    private static final String OLDER = "1.35";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ApiResource DEPLOYMENTS =
            new ApiResource("apps", "v1", "Deployment", "deployments", true);

    @TempDir static Path directory;

    private static Passage passage;
    private static ObjectPlan plan;
    private static RestoreResult result;
    private static VerifyResult verified;

    @BeforeAll
    static void recover() {
        passage = Passage.fromVersion(OLDER, directory, PATIENCE);
        passage.primary().addNode("primary-1", false);
        new Manifests(passage.source()).apply("hard-cases.yaml", Map.of());
        await().atMost(PATIENCE).until(() -> ready(passage.source()));
        var captured = passage.capture();
        plan = passage.plan(captured);
        result = passage.restore(plan, captured);
        verified = passage.verify(captured);
    }

    @AfterAll
    static void stop() {
        passage.close();
    }

    private static boolean ready(KubeClient client) {
        return client.find(DEPLOYMENTS, new ObjectKey("hard", "c12-web"))
                .filter(it -> it.json().at("/status/readyReplicas").asInt(0) == 3)
                .isPresent();
    }

    @Test
    void the_servers_are_of_different_versions() {
        assertThat(minor(passage.source())).isEqualTo("35");
        assertThat(minor(passage.target())).isEqualTo("36");
    }

    @Test
    void every_captured_type_is_served_by_the_newer_server_and_nothing_is_blocked() {
        assertThat(plan.blocked()).isEmpty();
    }

    @Test
    void every_object_comes_back() {
        var troubled = new TreeMap<String, Outcome>();
        result.outcomes()
                .forEach((id, outcome) -> {
                    switch (outcome) {
                        case Outcome.Blocked _, Outcome.Failed _ ->
                                troubled.put(id.toString(), outcome);
                        default -> {}
                    }
                });
        assertThat(troubled).isEmpty();
        assertThat(result.totals().values().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(result.captured());
        await().atMost(PATIENCE).until(() -> ready(passage.target()));
    }

    @Test
    void what_the_newer_server_holds_is_what_was_captured() {
        assertThat(verified.differing()).isEmpty();
        assertThat(verified.missing()).isEmpty();
        assertThat(new TreeSet<>(verified.surplus().stream().map(ObjectId::toString).toList()))
                .isEmpty();
    }

    private static String minor(KubeClient client) {
        return JsonMapper.shared().readTree(client.text("/version")).path("minor").asString();
    }
}
