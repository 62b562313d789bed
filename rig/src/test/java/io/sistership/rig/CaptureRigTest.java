package io.sistership.rig;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sistership.capture.CaptureOptions;
import io.sistership.capture.CapturedType;
import io.sistership.kube.KubeClient;
import io.sistership.kube.KubeErrorKind;
import io.sistership.kube.KubeException;
import io.sistership.kube.ObjectAddress;
import io.sistership.kube.Patch;
import io.sistership.kube.WriteOptions;
import io.sistership.model.ApiResource;
import io.sistership.model.ObjectKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// Capture from a real control plane.
class CaptureRigTest {

    private static final ApiResource CONFIG_MAPS =
            new ApiResource("", "v1", "ConfigMap", "configmaps", true);
    private static final ApiResource SECRETS = new ApiResource("", "v1", "Secret", "secrets", true);
    private static final ApiResource CRDS =
            new ApiResource(
                    "apiextensions.k8s.io",
                    "v1",
                    "CustomResourceDefinition",
                    "customresourcedefinitions",
                    false);
    private static final ApiResource BASKETS =
            new ApiResource("shop.example.com", "v1", "Basket", "baskets", true);
    private static final WriteOptions OPTIONS = WriteOptions.as("rig-test");

    @TempDir static Path directory;

    private static RigControlPlane plane;
    private static KubeClient client;

    @BeforeAll
    static void start() {
        plane = RigControlPlane.start();
        client = KubeClient.connect(plane.connection());
        serveBaskets();
        for (var number = 0; number < 60; number++) {
            client.create(CONFIG_MAPS, "default", configMap("filler-" + number), OPTIONS);
        }
    }

    @AfterAll
    static void stop() {
        client.close();
        plane.close();
    }

    @Test
    void keeps_every_object_byte_for_byte_as_the_server_sends_it() {
        client.create(BASKETS, "default", utf8(BASKET.formatted("pears")), OPTIONS);
        client.create(BASKETS, "kube-system", utf8(BASKET.formatted("plums")), OPTIONS);

        var captured =
                LocalPoint.capture(client, CaptureOptions.standard(), directory.resolve("bytes"));

        var cut = captured.report().cut().orElseThrow();
        assertThat(captured.report().types()).hasSizeGreaterThan(50);
        for (var type : captured.report().types()) {
            assertThat(type.note()).as("%s", type.resource()).isEmpty();
            var raw =
                    client.text(
                            type.resource().path()
                                    + "?resourceVersion="
                                    + cut
                                    + "&resourceVersionMatch=Exact");
            var lines = captured.lines(type.resource().groupResource());
            assertThat(raw)
                    .as("%s", type.resource())
                    .contains("\"items\":[" + String.join(",", lines) + "]");
            assertThat(type.objects()).isEqualTo(lines.size());
        }
        assertThat(captured.lines("baskets.shop.example.com"))
                .hasSize(2)
                .allMatch(line ->
                        line.contains(
                                "\"\u00fcnknown\":{\"\\u003c\\u0026\\u003e\":[1.5,null,\"\\u2028"));
    }

    @Test
    void accounts_for_every_type_and_every_object() {
        var captured =
                LocalPoint.capture(client, CaptureOptions.standard(), directory.resolve("all"));

        var served = client.discovery().types().stream().map(it -> it.resource().groupResource());
        var accounted = new ArrayList<String>();
        captured.report().types().forEach(it -> accounted.add(it.resource().groupResource()));
        captured.report()
                .leftOut()
                .forEach(it ->
                        accounted.add(
                                it.plural() + (it.group().isEmpty() ? "" : "." + it.group())));
        assertThat(accounted).containsExactlyInAnyOrderElementsOf(served.toList());
        assertThat(captured.report().unavailable()).isEmpty();
        assertThat(captured.report().leftOut()).allMatch(it -> !it.reason().isBlank());
        assertThat(captured.point().manifest().cut()).isEqualTo(captured.report().cut());
        assertThat(captured.report().objects())
                .isEqualTo(captured.point().types().stream().mapToLong(it -> it.count()).sum());
    }

    @Test
    void only_reads() {
        var before = plane.requestLog().size();

        LocalPoint.capture(client, CaptureOptions.standard(), directory.resolve("reads"));

        assertThat(plane.requestLog().stream().skip(before))
                .filteredOn(line -> line.contains("\"userAgent\":\"sistership\""))
                .isNotEmpty()
                .allMatch(line ->
                        line.contains("\"verb\":\"list\"") || line.contains("\"verb\":\"get\""));
    }

    @Test
    void shows_all_types_at_one_moment_while_somebody_writes() {
        try (var writer = new AlternatingWriter()) {
            var differences = new ArrayList<Integer>();
            for (var number = 0; number < 8; number++) {
                writer.awaitMore();
                differences.add(differenceIn("cut-" + number, CaptureOptions.standard()));
            }

            assertThat(differences).allMatch(it -> it == 0 || it == 1);
        }
    }

    @Test
    void shows_each_type_at_its_own_moment_with_the_cut_switched_off() {
        try (var writer = new AlternatingWriter()) {
            var options = new CaptureOptions(1, false);
            var differences = new ArrayList<Integer>();
            await().until(() -> {
                writer.awaitMore();
                differences.add(differenceIn("uncut-" + differences.size(), options));
                return differences.getLast() < 0 || differences.getLast() > 1;
            });

            assertThat(differences).anyMatch(it -> it < 0 || it > 1);
        }
    }

    private static int differenceIn(String name, CaptureOptions options) {
        var captured = LocalPoint.capture(client, options, directory.resolve(name));
        assertThat(captured.report().types())
                .filteredOn(CapturedType::inCut)
                .hasSize(options.oneRevision() ? captured.report().types().size() : 0);
        return number(captured.lines("configmaps")) - number(captured.lines("secrets"));
    }

    private static int number(List<String> lines) {
        var line = lines.stream().filter(it -> it.contains("\"alternating\"")).findFirst();
        var object = JsonMapper.shared().readTree(line.orElseThrow());
        return Integer.parseInt(object.path("metadata").path("labels").path("n").asString());
    }

    /// Writes n into a ConfigMap, then into a Secret, then n + 1, and so on, until it is closed.
    private static final class AlternatingWriter implements AutoCloseable {

        private final AtomicInteger written = new AtomicInteger();
        private final AtomicBoolean closed = new AtomicBoolean();
        private final ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor();
        private final Future<?> running;

        AlternatingWriter() {
            write(0);
            running = thread.submit(this::run);
        }

        private void run() {
            while (!closed.get()) {
                write(written.get() + 1);
                written.incrementAndGet();
            }
        }

        private static void write(int number) {
            for (var type : List.of(CONFIG_MAPS, SECRETS)) {
                var object =
                        """
                        {"apiVersion":"v1","kind":"%s","metadata":{"name":"alternating","labels":{"n":"%d"}}}\
                        """
                                .formatted(type.kind(), number);
                client.patch(
                        ObjectAddress.of(type, new ObjectKey("default", "alternating")),
                        Patch.apply(utf8(object)),
                        OPTIONS.forced());
            }
        }

        void awaitMore() {
            var before = written.get();
            await().until(() -> written.get() > before + 3);
        }

        @Override
        public void close() {
            closed.set(true);
            thread.close();
            assertThat(running.state()).isEqualTo(Future.State.SUCCESS);
        }
    }

    private static void serveBaskets() {
        client.create(CRDS, "", utf8(CRD), OPTIONS);
        await().until(() -> {
            try {
                return client.probe(BASKETS).estimatedObjects() == 0;
            } catch (KubeException failure) {
                return !failure.is(KubeErrorKind.NOT_FOUND);
            }
        });
    }

    private static byte[] configMap(String name) {
        return utf8(
                "{\"metadata\":{\"name\":\"" + name + "\"},\"data\":{\"text\":\"two\\nlines\"}}");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }

    private static final String BASKET =
            """
            {"apiVersion":"shop.example.com/v1","kind":"Basket","metadata":{"name":"%s"},
             "spec":{"z":1,"a":"caf\\u00e9 \uD83D\uDE00","count":10000000000000,
             "\u00fcnknown":{"<&>":[1.5,null,"\\u2028\\n",{}]}}}\
            """;

    private static final String CRD =
            """
            {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition",
             "metadata":{"name":"baskets.shop.example.com"},
             "spec":{"group":"shop.example.com","scope":"Namespaced",
              "names":{"plural":"baskets","singular":"basket","kind":"Basket","listKind":"BasketList"},
              "versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{
               "type":"object","x-kubernetes-preserve-unknown-fields":true}}}]}}\
            """;
}
