package io.sistership.rig;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.kube.KubeClient;
import io.sistership.kube.WriteOptions;
import io.sistership.model.ApiResource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A capture's memory doesn't grow with what it captures.
class StreamingRigTest {

    private static final ApiResource CONFIG_MAPS =
            new ApiResource("", "v1", "ConfigMap", "configmaps", true);
    private static final ApiResource NAMESPACES =
            new ApiResource("", "v1", "Namespace", "namespaces", false);
    private static final int SMALL = 250;
    private static final int LARGE = 10 * SMALL;
    private static final int RANDOM_BYTES = 90_000; // 120 KB in base64, which compresses badly
    private static final long MEGABYTE = 1L << 20;
    private static final long LIMIT = 64 * MEGABYTE;

    @TempDir static Path directory;

    private static RigControlPlane plane;
    private static KubeClient client;

    @BeforeAll
    static void start() {
        plane = RigControlPlane.start();
        client = KubeClient.connect(plane.connection());
        client.create(NAMESPACES, "", utf8("{\"metadata\":{\"name\":\"bulk\"}}"), options());
    }

    @AfterAll
    static void stop() {
        client.close();
        plane.close();
    }

    @Test
    void ten_times_as_many_bytes_need_the_same_live_heap() {
        fill(0, SMALL);
        var small = peak("small", LARGE / SMALL, SMALL); // as many samples as of the large one
        fill(SMALL, LARGE);

        var large = peak("large", 1, LARGE);

        System.out.printf(
                "peak live heap: %.1f MB capturing %d MB, %.1f MB capturing %d MB%n",
                (double) small / MEGABYTE,
                SMALL * 120L / 1000,
                (double) large / MEGABYTE,
                LARGE * 120L / 1000);
        assertThat(large).isLessThanOrEqualTo(small + small / 10);
        assertThat(large).isLessThan(LIMIT);
    }

    private static long peak(String name, int rounds, int objects) {
        var told = CaptureProcess.run(plane, directory.resolve(name), rounds);
        assertThat(told.bytes()).isGreaterThan(objects * 120_000L);
        return told.peak();
    }

    private static void fill(int from, int to) {
        try (var threads = Executors.newFixedThreadPool(8)) {
            IntStream.range(from, to)
                    .mapToObj(number -> threads.submit(() -> create(number)))
                    .toList()
                    .forEach(write -> assertThat(write).succeedsWithin(Duration.ofMinutes(5)));
        }
    }

    private static void create(int number) {
        var random = new byte[RANDOM_BYTES];
        new Random(number).nextBytes(random);
        var text = Base64.getEncoder().encodeToString(random);
        var object =
                "{\"metadata\":{\"name\":\"bulk-%d\"},\"data\":{\"text\":\"%s\"}}"
                        .formatted(number, text);
        client.create(CONFIG_MAPS, "bulk", utf8(object), options());
    }

    private static WriteOptions options() {
        return WriteOptions.as("rig-test");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }
}
