package io.sistership.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.sistership.capture.CaptureOptions;
import io.sistership.capture.OutsideCut.Cause;
import io.sistership.kube.KubeClient;
import io.sistership.kube.KubeOptions;
import io.sistership.rig.AggregatedApi.Answer;
import io.sistership.vault.AbsentType;
import io.sistership.vault.InMemoryBlobStore;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Real aggregated APIs behind a real control plane: whatever they do, the cluster's own types are
/// captured whole, theirs are named, and they are asked a few times only.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AggregatedApiRigTest {

    private static final String GROUP = "odd.example.com";

    @TempDir static Path directory;

    private static RigControlPlane plane;
    private static KubeClient client;
    private static AggregatedApi api;

    @BeforeAll
    static void start() {
        plane = RigControlPlane.start();
        var options = KubeOptions.standard().briefly(Duration.ofSeconds(3));
        client = KubeClient.connect(plane.connection(), options);
        api = AggregatedApi.serve(client, directory, GROUP);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> client.discovery().find(GROUP, "second").isPresent());
    }

    @AfterAll
    static void stop() {
        api.close();
        client.close();
        plane.close();
    }

    @Test
    @Order(1)
    void what_an_aggregated_api_has_is_captured_and_said_to_be_outside_the_cut() {
        api.answering(Answer.EMPTY);

        var captured = capture();

        assertThat(captured.report().unavailable()).isEmpty();
        assertThat(captured.report().types())
                .filteredOn(it -> !it.inCut())
                .extracting(
                        it -> it.resource().groupResource(),
                        it -> it.outside().orElseThrow().cause(),
                        it -> it.objects())
                .containsExactly(
                        tuple("first." + GROUP, Cause.ANOTHER_SERVER, 1L),
                        tuple("second." + GROUP, Cause.ANOTHER_SERVER, 1L));
        assertThat(captured.type("first." + GROUP).consistency().inCut()).isFalse();
        assertThat(api.lists("first")).isEqualTo(2);
    }

    @ParameterizedTest
    @Order(2)
    @CsvSource({"UNAVAILABLE,3", "THROTTLED,3", "SILENT,1", "CUT,3", "BABBLE,3"})
    void one_that_does_not_answer_is_asked_for_one_type_a_few_times(Answer answer, int times) {
        api.answering(answer);

        var captured = capture();

        assertThat(api.lists("first")).isEqualTo(times);
        assertThat(api.lists("second")).isZero();
        assertThat(captured.report().unavailable())
                .extracting(AbsentType::group, AbsentType::plural)
                .containsExactly(tuple(GROUP, "first"), tuple(GROUP, "second"));
        assertThat(captured.report().types()).hasSizeGreaterThan(50).allMatch(it -> it.inCut());
    }

    @Test
    @Order(3)
    void one_that_is_gone_is_named_as_a_group_and_not_asked_at_all() {
        api.answering(Answer.EMPTY);
        api.close();
        await().atMost(Duration.ofMinutes(2))
                .until(() ->
                        client.discovery().unavailable().stream()
                                .anyMatch(it -> it.group().equals(GROUP)));

        var captured = capture();

        assertThat(captured.report().unavailable())
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.group()).isEqualTo(GROUP);
                    assertThat(it.plural()).isEmpty();
                    assertThat(it.reason()).startsWith("FailedDiscoveryCheck: ");
                });
        assertThat(captured.report().types()).hasSizeGreaterThan(50).allMatch(it -> it.inCut());
    }

    private static LocalPoint capture() {
        return LocalPoint.capture(
                client, CaptureOptions.standard(), new InMemoryBlobStore("points"));
    }
}
