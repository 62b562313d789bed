package io.sistership.rig;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sistership.capture.CaptureOptions;
import io.sistership.capture.CapturedType;
import io.sistership.capture.OutsideCut.Cause;
import io.sistership.kube.KubeClient;
import io.sistership.kube.ListOutcome.StartAgain;
import io.sistership.kube.ListRequest;
import io.sistership.kube.ObjectAddress;
import io.sistership.kube.Patch;
import io.sistership.kube.WriteOptions;
import io.sistership.model.ApiResource;
import io.sistership.model.ObjectKey;
import io.sistership.vault.InMemoryBlobStore;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A control plane that forgets its past every 20 seconds while somebody writes and a capture reads.
class CompactionRigTest {

    private static final ApiResource CONFIG_MAPS =
            new ApiResource("", "v1", "ConfigMap", "configmaps", true);
    private static final String CONFIG_MAP_LIST = "/api/v1/configmaps";
    private static final WriteOptions OPTIONS = WriteOptions.as("rig-test");
    private static final int OBJECTS = 700; // two pages
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static RigControlPlane plane;
    private static KubeClient direct;

    @BeforeAll
    static void start() {
        plane = RigControlPlane.start(Map.of("compactionInterval", "20s"));
        direct = KubeClient.connect(plane.connection());
        IntStream.range(0, OBJECTS)
                .parallel()
                .forEach(number -> {
                    var object = "{\"metadata\":{\"name\":\"made-%04d\"}}".formatted(number);
                    direct.create(CONFIG_MAPS, "default", object.getBytes(UTF_8), OPTIONS);
                });
    }

    @AfterAll
    static void stop() {
        direct.close();
        plane.close();
    }

    @Test
    void captures_are_whole_from_before_a_compaction_until_after_two() {
        try (var writer = new Writer()) {
            for (var compactions = 0; compactions < 2; compactions++) {
                var revision = direct.probe(CONFIG_MAPS).revision();
                while (!isForgotten(revision)) {
                    var captured = capture(direct);
                    assertThat(captured.report().unavailable()).isEmpty();
                    assertThat(captured.report().types())
                            .allMatch(it -> it.inCut() || cause(it) == Cause.STARTED_AGAIN);
                    assertThat(captured.lines("configmaps").stream().filter(Writer::made))
                            .hasSize(OBJECTS);
                    writer.awaitMore();
                }
            }
        }
    }

    @Test
    void a_list_whose_token_was_compacted_away_starts_again_outside_the_cut() {
        try (var writer = new Writer();
                var proxy = FaultProxy.before(plane)) {
            var held =
                    proxy.on(
                            it -> it.isList(CONFIG_MAP_LIST) && it.continues(),
                            new Fault.After(() -> awaitForgotten(proxy)),
                            1);
            try (var client = KubeClient.connect(proxy.connection())) {
                var before = writer.written();

                var captured = capture(client);

                assertThat(held.fired()).isEqualTo(1);
                assertThat(writer.written()).isGreaterThan(before);
                assertThat(captured.report().unavailable()).isEmpty();
                assertThat(captured.report().types())
                        .filteredOn(it -> !it.inCut())
                        .singleElement()
                        .satisfies(it -> {
                            assertThat(it.resource()).isEqualTo(CONFIG_MAPS);
                            assertThat(cause(it)).isEqualTo(Cause.STARTED_AGAIN);
                            assertThat(it.revision())
                                    .isNotEqualTo(captured.report().cut().orElseThrow());
                        });
                assertThat(captured.type("configmaps").consistency().inCut()).isFalse();
                assertThat(captured.lines("configmaps").stream().filter(Writer::made))
                        .hasSize(OBJECTS);
            }
        }
    }

    /// Until the server no longer knows the revision that the proxied list is pinned to.
    private static void awaitForgotten(FaultProxy proxy) {
        var pinned =
                proxy.requests().stream()
                        .filter(it -> it.isList(CONFIG_MAP_LIST))
                        .map(it -> it.query().replaceFirst(".*resourceVersion=(\\d+).*", "$1"))
                        .findFirst()
                        .orElseThrow();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> isForgotten(pinned));
    }

    private static boolean isForgotten(String revision) {
        var request = ListRequest.at(revision).paged(1).labelled("no=such");
        return direct.list(CONFIG_MAPS, request, (_, _, _, _) -> {}) instanceof StartAgain;
    }

    private static Cause cause(CapturedType type) {
        return type.outside().orElseThrow().cause();
    }

    private static LocalPoint capture(KubeClient client) {
        return LocalPoint.capture(
                client, CaptureOptions.standard(), new InMemoryBlobStore("points"));
    }

    /// Changes one ConfigMap after the other, fifty a second, until it is closed.
    private static final class Writer implements AutoCloseable {

        private final AtomicInteger written = new AtomicInteger();
        private final ScheduledExecutorService thread =
                Executors.newSingleThreadScheduledExecutor();
        private final Future<?> running =
                thread.scheduleAtFixedRate(this::write, 0, 20, TimeUnit.MILLISECONDS);

        static boolean made(String line) {
            return line.contains("\"name\":\"made-");
        }

        int written() {
            return written.get();
        }

        private void write() {
            var number = written.incrementAndGet();
            var key = new ObjectKey("default", "made-%04d".formatted(number % OBJECTS));
            var change = Patch.merge("{\"data\":{\"n\":\"%d\"}}".formatted(number));
            direct.patch(ObjectAddress.of(CONFIG_MAPS, key), change, OPTIONS);
        }

        /// Until the next capture has something else to see: half a second's changes.
        void awaitMore() {
            var before = written.get();
            await().until(() -> written.get() > before + 25);
        }

        @Override
        public void close() {
            assertThat(running.state()).isEqualTo(Future.State.RUNNING); // no write failed
            thread.close();
        }
    }
}
