package io.sistership.rig;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.capture.CaptureOptions;
import io.sistership.capture.CapturedType;
import io.sistership.kube.KubeClient;
import io.sistership.kube.ListOutcome.Complete;
import io.sistership.kube.ListRequest;
import io.sistership.kube.ObjectAddress;
import io.sistership.kube.Patch;
import io.sistership.kube.WriteOptions;
import io.sistership.model.ApiResource;
import io.sistership.model.ObjectKey;
import java.nio.file.Path;
import java.util.ArrayList;
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
    private static final WriteOptions OPTIONS = WriteOptions.as("rig-test");
    private static final int MADE = 25;

    @TempDir static Path directory;

    private static RigControlPlane plane;
    private static KubeClient client;
    private static int changes;

    @BeforeAll
    static void start() {
        plane = RigControlPlane.start(Map.of("etcdOverrides", "/configmaps"));
        client = KubeClient.connect(plane.connection());
        for (var number = 0; number < MADE; number++) {
            var object = "{\"metadata\":{\"name\":\"made-" + number + "\"}}";
            client.create(CONFIG_MAPS, "default", object.getBytes(UTF_8), OPTIONS);
        }
        changeUntilAhead();
    }

    /// Writes to the other store until its revision has long passed the main store's.
    private static void changeUntilAhead() {
        var made = ObjectAddress.of(CONFIG_MAPS, new ObjectKey("default", "made-0"));
        long ahead = 0;
        while (ahead < 300) {
            changes++;
            var patch = Patch.merge("{\"data\":{\"change\":\"%d\"}}".formatted(changes));
            client.patch(made, patch, OPTIONS);
            ahead = revision(CONFIG_MAPS) - revision(NAMESPACES);
        }
    }

    private static long revision(ApiResource type) {
        return Long.parseLong(client.probe(type).revision());
    }

    @AfterAll
    static void stop() {
        client.close();
        plane.close();
    }

    @Test
    void a_list_at_an_exact_revision_lies_about_a_type_of_another_store() {
        var revision = String.valueOf(revision(NAMESPACES));
        var shown = new ArrayList<String>();

        var outcome =
                client.list(
                        CONFIG_MAPS,
                        ListRequest.at(revision),
                        (buffer, offset, length, _) ->
                                shown.add(new String(buffer, offset, length, UTF_8)));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Complete.class, it -> assertThat(it.revision()).isEqualTo(revision));
        assertThat(shown).noneMatch(SplitStoreRigTest::isNewest);
    }

    private static boolean isNewest(String configMap) {
        return configMap.contains("\"change\":\"%d\"".formatted(changes));
    }

    @Test
    void such_a_type_is_captured_whole_at_a_revision_of_its_own_and_said_to_be_out_of_the_cut() {
        var captured =
                LocalPoint.capture(client, CaptureOptions.standard(), directory.resolve("point"));

        assertThat(captured.lines("configmaps").stream().filter(it -> it.contains("\"made-")))
                .hasSize(MADE)
                .anyMatch(SplitStoreRigTest::isNewest);
        assertThat(captured.type("configmaps").consistency().inCut()).isFalse();
        assertThat(captured.report().types())
                .filteredOn(it -> !it.inCut())
                .singleElement()
                .satisfies(it -> {
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
