package io.sistership.rig;

import io.sistership.kube.KubeClient;
import io.sistership.kube.KubeConnection;
import io.sistership.kube.KubeException;
import io.sistership.kube.KubeOptions;
import io.sistership.kube.RetryPolicy;
import io.sistership.model.ApiResource;
import io.sistership.model.ObjectKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// One real Kubernetes control plane in a process of its own: etcd, API server, controllers and
/// scheduler on loopback, in a temporary directory that goes with it. Thread-safe.
///
/// It needs the rig's binary (`rig/build`), and no AWS beside it.
public final class RigControlPlane implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final ApiResource SERVICE_ACCOUNTS =
            new ApiResource("", "v1", "ServiceAccount", "serviceaccounts", true);
    private static final ObjectKey MADE_BY_CONTROLLERS = new ObjectKey("default", "default");

    private final Path binary;
    private final Path directory;
    private final Thread hook;
    private volatile Process process;

    private RigControlPlane(Path binary, Path directory, Process process) {
        this.binary = binary;
        this.directory = directory;
        this.process = process;
        this.hook = new Thread(() -> this.process.destroyForcibly());
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /// Starts one and waits until its controllers act.
    public static RigControlPlane start() {
        return start(Map.of());
    }

    /// As [#start()], with further fields of the binary's configuration, such as `etcdOverrides` or
    /// `compactionInterval`.
    public static RigControlPlane start(Map<String, Object> settings) {
        return start(Built.BINARY, settings);
    }

    /// As [#start()], with the Kubernetes of another minor version: one of
    /// `rig/controlplane/kubernetes-*.mod`, built when it is first asked for.
    public static RigControlPlane ofVersion(String version) {
        var checkout = Rig.checkout();
        Rig.run(checkout, List.of("rig/controlplane/build", version));
        return start(checkout.resolve("rig/target/controlplane-" + version), Map.of());
    }

    private static RigControlPlane start(Path binary, Map<String, Object> settings) {
        try {
            var directory = Files.createTempDirectory("sistership-controlplane-");
            var plane = new RigControlPlane(binary, directory, launch(binary, directory, settings));
            plane.awaitReady();
            return plane;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Process launch(Path binary, Path directory, Map<String, Object> settings)
            throws IOException {
        var config = JsonMapper.shared().createObjectNode();
        config.put("name", "sample").put("accountId", "111111111111").put("region", "us-east-1");
        config.put("dataDir", directory.toString()).put("issuer", "https://127.0.0.1:1/id/sample");
        settings.forEach(config::putPOJO);
        var file = directory.resolve("config.json");
        JsonMapper.shared().writeValue(file, config);
        return serve(binary, directory);
    }

    private static Process serve(Path binary, Path directory) throws IOException {
        var file = directory.resolve("config.json").toString();
        var log = directory.resolve("output.log").toFile();
        return new ProcessBuilder(binary.toString(), "serve", "--config", file)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
    }

    /// The checkout's own, built once in a process, where it isn't yet.
    private static final class Built {

        private static final Path BINARY = build(Rig.checkout());

        private static Path build(Path checkout) {
            Rig.run(checkout, List.of("rig/build"));
            return checkout.resolve("rig/target/controlplane");
        }
    }

    /// Ends its processes, at once; what it stored stays.
    public void kill() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /// Starts it again at the same address with what it stored, and waits until its controllers act.
    public void startAgain() {
        try {
            process = serve(binary, directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitReady();
    }

    private void awaitReady() {
        var deadline = Instant.now().plus(PATIENCE);
        while (!ready()) {
            if (!process.isAlive() || Instant.now().isAfter(deadline)) {
                var output = output();
                close();
                throw new IllegalStateException("the control plane didn't start:\n" + output);
            }
            pause();
        }
    }

    private boolean ready() {
        if (!Files.exists(endpointFile()) || !Files.exists(kubeconfig())) {
            return false;
        }
        var once = KubeOptions.standard().retrying(RetryPolicy.none());
        try (var client = KubeClient.connect(connection(), once)) {
            return client.text("/readyz").equals("ok")
                    && client.find(SERVICE_ACCOUNTS, MADE_BY_CONTROLLERS).isPresent();
        } catch (KubeException _) {
            return false;
        }
    }

    /// An administrator's connection, by client certificate.
    public KubeConnection connection() {
        return connection(kubeconfig());
    }

    /// An administrator's connection, as this kubeconfig of a control plane describes it.
    public static KubeConnection connection(Path kubeconfig) {
        try {
            var config = YAMLMapper.shared().readTree(kubeconfig);
            var user = config.path("users").path(0).path("user");
            var cluster = config.path("clusters").path(0).path("cluster");
            return KubeConnection.of(
                    URI.create(cluster.path("server").asString()),
                    data(cluster, "certificate-authority-data"),
                    data(user, "client-certificate-data"),
                    data(user, "client-key-data"));
        } catch (tools.jackson.core.JacksonException e) {
            throw new IllegalStateException(kubeconfig + " can't be read", e);
        }
    }

    private static byte[] data(JsonNode node, String field) {
        return Base64.getMimeDecoder().decode(node.path(field).asString());
    }

    /// The administrator's kubeconfig, for other clients.
    public Path kubeconfig() {
        return directory.resolve("admin.kubeconfig");
    }

    /// Adds a node with a fake kubelet; it becomes Ready by itself, or with the cluster's network.
    public void addNode(String name, boolean requiresNetwork) {
        var spec = JsonMapper.shared().createObjectNode();
        spec.put("providerID", "aws:///us-east-1a/i-0123456789abcdef0").put("zone", "us-east-1a");
        spec.put("instanceType", "m5.large").put("podCidr", "100.64.0.0/16");
        spec.put("requiresNetwork", requiresNetwork);
        new ControlSocket(directory.resolve("control.sock")).put("/nodes/" + name, spec.toString());
    }

    /// Puts an object where the API server keeps it, past its checks, as an older version of it may
    /// have left it.
    ///
    /// @param key below the server's own prefix: `validatingwebhookconfigurations/old`
    public void store(String key, String json) {
        var put = JsonMapper.shared().createObjectNode();
        put.put("key", ("/registry/" + key).getBytes(StandardCharsets.UTF_8));
        put.put("value", json.getBytes(StandardCharsets.UTF_8));
        new ControlSocket(directory.resolve("etcd-client.sock:0"))
                .post("/v3/kv/put", put.toString());
    }

    /// The API server's request log: one JSON line per answered request.
    public List<String> requestLog() {
        return lines(directory.resolve("audit.log"));
    }

    private Path endpointFile() {
        return directory.resolve("endpoint");
    }

    private String output() {
        var lines = lines(directory.resolve("output.log"));
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /// Ends the processes and removes the directory.
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().removeShutdownHook(hook);
        delete();
    }

    private void delete() {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
