package io.sistership.rig;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.capture.CaptureOptions;
import io.sistership.capture.CapturedType;
import io.sistership.kube.KubeClient;
import io.sistership.kube.ListOutcome.Complete;
import io.sistership.kube.ListRequest;
import io.sistership.kube.WriteOptions;
import io.sistership.model.ApiResource;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A control plane whose ConfigMaps live on an etcd of their own, as EKS does it for types of its
/// largest clusters.
class SplitStoreRigTest {

    private static final ApiResource CONFIG_MAPS =
            new ApiResource("", "v1", "ConfigMap", "configmaps", true);
    private static final ApiResource NAMESPACES =
            new ApiResource("", "v1", "Namespace", "namespaces", false);
    private static final int MADE = 25;

    @TempDir static Path directory;

    private static RigControlPlane plane;
    private static KubeClient client;

    @BeforeAll
    static void start() {
        plane = RigControlPlane.start(Map.of("etcdOverrides", "/configmaps"));
        client = KubeClient.connect(plane.connection());
        for (var number = 0; number < MADE; number++) {
            var object = "{\"metadata\":{\"name\":\"made-" + number + "\"}}";
            client.create(
                    CONFIG_MAPS, "default", object.getBytes(UTF_8), WriteOptions.as("rig-test"));
        }
    }

    @AfterAll
    static void stop() {
        client.close();
        plane.close();
    }

    @Test
    void a_list_at_an_exact_revision_lies_about_a_type_of_another_store() {
        var revision = client.probe(NAMESPACES).revision();

        var outcome = client.list(CONFIG_MAPS, ListRequest.at(revision), (_, _, _, _) -> {});

        assertThat(outcome)
                .as("the revision of the main store, though this type's own never had it")
                .isInstanceOfSatisfying(
                        Complete.class, it -> assertThat(it.revision()).isEqualTo(revision));
        assertThat(Long.parseLong(client.probe(CONFIG_MAPS).revision()))
                .isLessThan(Long.parseLong(revision));
    }

    @Test
    void such_a_type_is_captured_whole_at_a_revision_of_its_own_and_said_to_be_out_of_the_cut() {
        var captured =
                LocalPoint.capture(client, CaptureOptions.standard(), directory.resolve("point"));

        assertThat(captured.lines("configmaps").stream().filter(it -> it.contains("\"made-")))
                .hasSize(MADE);
        assertThat(captured.type("configmaps").consistency().inCut()).isFalse();
        assertThat(captured.report().types())
                .filteredOn(it -> !it.inCut())
                .singleElement()
                .satisfies(
                        it -> {
                            assertThat(it.resource()).isEqualTo(CONFIG_MAPS);
                            assertThat(it.note())
                                    .matches(
                                            "its store is at revision \\d+ while the cluster's went"
                                                    + " from \\d+ to \\d+");
                        });
        assertThat(captured.report().types())
                .filteredOn(CapturedType::inCut)
                .extracting(CapturedType::revision)
                .containsOnly(captured.report().cut().orElseThrow());
    }
}
