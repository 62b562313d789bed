package io.sistership.bench;

import io.sistership.capture.CapturePolicy;
import io.sistership.kube.KubeClient;
import io.sistership.kube.KubeConnection;
import io.sistership.kube.KubeIdentity;
import io.sistership.model.ApiResource;
import io.sistership.rig.RigControlPlane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A control plane of the rig that the bare tool fills and reads. Confined.
final class BenchCluster implements AutoCloseable {

    private static final ApiResource NAMESPACES =
            new ApiResource("", "v1", "Namespace", "namespaces", false);

    /// Others watch all types and follow every write: filling would take them minutes to digest.
    private static final String CONTROLLERS = "serviceaccount-controller";

    private final RigControlPlane plane = RigControlPlane.start(Map.of("controllers", CONTROLLERS));
    private final Path directory;
    private final Path tool;
    private int objects;

    /// @param tool the binary of `bench/tool`
    BenchCluster(Path directory, Path tool) {
        this.directory = directory;
        this.tool = tool;
        if (!(connection().identity()
                instanceof KubeIdentity.ClientCertificate(var pem, var key))) {
            throw new IllegalStateException("the rig's administrator has no client certificate");
        }
        write("ca.pem", connection().caPem());
        write("cert.pem", pem);
        write("key.pem", key);
    }

    KubeConnection connection() {
        return plane.connection();
    }

    Path kubeconfig() {
        return plane.kubeconfig();
    }

    /// Makes so many objects, whatever is there.
    void fill(int objects) {
        this.objects = objects;
        run("fill", List.of("--objects", String.valueOf(objects)), List.of());
    }

    /// Makes so many objects to restore, on an empty cluster.
    void stock(int objects) {
        run("stock", List.of("--objects", String.valueOf(objects)), List.of());
    }

    /// Posts the bodies of a file, as fast as the server takes them.
    Rate post(Path bodies) {
        var posted = run("post", List.of(), List.of(bodies.toString()));
        return new Rate(posted.path("objects").asLong(), posted.path("seconds").asDouble());
    }

    /// Changes 1 % of what it was filled with, spread over all types: always the same objects, to
    /// something else in each round.
    void change(int round) {
        var flags = List.of("--objects", String.valueOf(objects), "--round", String.valueOf(round));
        run("change", flags, List.of());
    }

    /// Reads every type that a capture reads, at the cluster's revision, and throws the bytes away.
    Sample bareRead() {
        try (var client = KubeClient.connect(connection())) {
            var policy = CapturePolicy.standard();
            var paths = new ArrayList<String>();
            for (var type : client.discovery().types()) {
                if (policy.reasonAgainst(type).isEmpty()) {
                    paths.add(type.resource().path());
                }
            }
            var revision = client.probe(NAMESPACES).revision();
            var read = run("read", List.of("--revision", revision), paths);
            return new Sample(read.path("bytes").asLong(), read.path("seconds").asDouble());
        }
    }

    /// Writes at a rate for some seconds.
    ///
    /// @return the 99th percentile of the server's answers, in milliseconds
    double load(int rate, int seconds) {
        var arguments =
                List.of("--rate", String.valueOf(rate), "--seconds", String.valueOf(seconds));
        return run("write", arguments, List.of()).path("p99Millis").asDouble();
    }

    private JsonNode run(String command, List<String> flags, List<String> arguments) {
        var line = new ArrayList<>(List.of(tool.toString(), command));
        line.addAll(List.of("--server", connection().server().toString()));
        line.addAll(List.of("--ca", file("ca.pem"), "--cert", file("cert.pem")));
        line.addAll(List.of("--key", file("key.pem")));
        line.addAll(flags);
        line.addAll(arguments);
        return JsonMapper.shared().readTree(Programs.run(line));
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    private void write(String name, String text) {
        try {
            Files.writeString(directory.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        plane.close();
    }
}
