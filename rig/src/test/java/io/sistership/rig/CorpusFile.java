package io.sistership.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// One public project's manifests, and how its own documentation applies them. Immutable.
///
/// @param namespace where documents go that name none (INDEX.md of the corpus)
/// @param serverSide applied by server-side apply: Argo CD's own way, since one of its definitions is
///     too large for the annotation that client-side apply writes
record CorpusFile(Path file, String namespace, boolean serverSide) {

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    /// The manifests of the corpus that this release must bring back.
    static List<CorpusFile> of(Path corpus) {
        return List.of(
                new CorpusFile(corpus.resolve("online-boutique.yaml"), "boutique", false),
                new CorpusFile(corpus.resolve("argo-cd.yaml"), "argocd", true));
    }

    /// Applies everything, once more where a definition isn't served yet. What the server refuses on
    /// its own account is no part of the test, so the exit code isn't asked for.
    void applyTo(Command kubectl) {
        kubectl.run("create", "namespace", namespace);
        kubectl.run(command("apply"));
        kubectl.run("wait", "--for=condition=Established", "crd", "--all", "--timeout=30s");
        kubectl.run(command("apply"));
    }

    /// Waits until the controllers have nothing left to do for its workloads. Not until they are
    /// ready: some wait for a Secret that an init container of theirs makes, and the rig's kubelet
    /// runs no foreign code.
    void awaitSettled(Command kubectl) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() ->
                        assertThat(unsettled(kubectl))
                                .as("without all their pods in " + namespace)
                                .isEmpty());
    }

    private List<String> unsettled(Command kubectl) {
        var list =
                kubectl.run("get", "deployments,statefulsets", "-n", namespace, "-o", "json")
                        .json();
        return list.path("items")
                .valueStream()
                .filter(workload ->
                        workload.at("/spec/replicas").asInt(1)
                                        != workload.at("/status/replicas").asInt(0)
                                || workload.at("/metadata/generation").asLong()
                                        != workload.at("/status/observedGeneration").asLong(-1))
                .map(workload -> workload.at("/metadata/name").asString())
                .toList();
    }

    /// The live objects of the manifests, by kind, namespace and name.
    Map<String, JsonNode> live(Command kubectl) {
        var objects = new LinkedHashMap<String, JsonNode>();
        var list =
                kubectl.run(
                                "get",
                                "-f",
                                file.toString(),
                                "-n",
                                namespace,
                                "--ignore-not-found",
                                "-o",
                                "json")
                        .json();
        list.path("items").valueStream().forEach(object -> objects.put(key(object), object));
        return objects;
    }

    /// How many documents the file has.
    int documents() {
        try (var values =
                YAMLMapper.shared().readerFor(JsonNode.class).<JsonNode>readValues(file)) {
            return (int) values.readAll().stream().filter(JsonNode::isObject).count();
        }
    }

    /// What `kubectl diff` says of the manifests against a cluster: nothing where applying them again
    /// would change nothing.
    String diff(Command kubectl) {
        return kubectl.run(command("diff")).out();
    }

    /// Applies them again without taking any field from anybody.
    Command.Result applyAgain(Command kubectl) {
        return kubectl.run(command("apply"));
    }

    private String[] command(String verb) {
        var arguments = new ArrayList<>(List.of(verb, "-n", namespace, "-f", file.toString()));
        if (serverSide) {
            arguments.add("--server-side");
        }
        return arguments.toArray(String[]::new);
    }

    static String key(JsonNode object) {
        return "%s %s/%s"
                .formatted(
                        object.at("/kind").asString(),
                        object.at("/metadata/namespace").asString(""),
                        object.at("/metadata/name").asString());
    }

    /// What every cluster makes anew for an object, whoever wrote it. A node port is among them where
    /// the manifest asks for none: hard case 16 keeps those that somebody chose, and drops the others.
    static final Set<String> MADE_ANEW =
            Set.of(
                    "/metadata/uid",
                    "/metadata/resourceVersion",
                    "/metadata/creationTimestamp",
                    "/metadata/generation",
                    "/metadata/managedFields",
                    "/spec/ports/0/nodePort",
                    "/status");
}
