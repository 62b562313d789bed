package io.sistership.rig;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.sistership.kube.KubeClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// A cluster with an object of each kind, captured and recovered: one that may be spoilt.
final class EachKind {

    static final String NAME = "kinds";

    private static final Set<String> COMPARED = Set.of("create", "adopt", "update", "recreate");

    private final World world;
    private final Ship ship;
    private final Set<String> compared;
    private final JsonNode recovered;

    EachKind(World world) {
        this.world = world;
        world.cluster(
                World.PRIMARY, NAME, "--access-config", "authenticationMode=API_AND_CONFIG_MAP");
        this.ship = world.application(directory(), NAME, NAME);
        world.admitDelegate(NAME, NAME);
        var manifests = manifests();
        int custom = manifests.indexOf("apiVersion: kinds.example.com");
        apply(manifests.substring(0, custom)).ok();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> apply(manifests.substring(custom)).exit() == 0);
        balance("balanced", "kinds-1234.elb.us-east-1.amazonaws.com");
        ship.json("capture").exits(0);
        this.recovered = ship.json("recover").exits(0).result();
        this.compared =
                ship.json("plan")
                        .result()
                        .get("objects")
                        .valueStream()
                        .filter(row -> COMPARED.contains(row.get("action").asString()))
                        .map(row -> row.get("object").asString())
                        .collect(Collectors.toSet());
    }

    /// As the load balancer controller says where a Service answers.
    private void balance(String service, String host) {
        var status = "{\"status\":{\"loadBalancer\":{\"ingress\":[{\"hostname\":\"HOST\"}]}}}";
        primary()
                .run(
                        "-n",
                        NAME,
                        "patch",
                        "service",
                        service,
                        "--subresource=status",
                        "--type=merge",
                        "-p",
                        status.replace("HOST", host))
                .ok();
    }

    private Command.Result apply(String manifests) {
        return primary().run(manifests.getBytes(UTF_8), "apply", "-f", "-");
    }

    private Command primary() {
        return world.kubectl(World.PRIMARY, NAME);
    }

    private Path directory() {
        try {
            return Files.createDirectories(world.rig().state().resolve(NAME));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String manifests() {
        try (var in = EachKind.class.getResourceAsStream("of-each-kind.yaml")) {
            var text = new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
            var auth = World.demo("aws-auth.yaml").replace("ACCOUNT", World.PRIMARY_ACCOUNT);
            return auth + "---\n" + text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Ship ship() {
        return ship;
    }

    JsonNode recovered() {
        return recovered;
    }

    /// The objects that were restored, as people read them.
    Set<String> compared() {
        return compared;
    }

    /// The recovery cluster, as its administrator.
    KubeClient recoveryCluster() {
        var files = world.files(World.RECOVERY, NAME);
        return KubeClient.connect(RigControlPlane.connection(files.resolve("admin.kubeconfig")));
    }
}
