package io.sistership.rig;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.sistership.kube.KubeClient;
import io.sistership.kube.KubeResponse;
import io.sistership.kube.WriteOptions;
import io.sistership.model.ApiResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Applies manifests as a person would: in the order of the file, waiting for types to be served.
record Manifests(KubeClient client) {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final WriteOptions PERSON = WriteOptions.as("kubectl-create");

    /// @param values what stands in the file in place of these names
    void apply(String resource, Map<String, String> values) {
        var text = text(resource);
        for (var value : values.entrySet()) {
            text = text.replace(value.getKey(), value.getValue());
        }
        documents(text).forEach(this::create);
    }

    KubeResponse create(JsonNode object) {
        var type = type(object);
        var namespace = object.path("metadata").path("namespace").asString("");
        return client.create(type, namespace, object.toString().getBytes(UTF_8), PERSON);
    }

    KubeResponse create(String yaml) {
        return create(documents(yaml).getFirst());
    }

    private ApiResource type(JsonNode object) {
        var apiVersion = object.path("apiVersion").asString("");
        var group =
                apiVersion.contains("/") ? apiVersion.substring(0, apiVersion.indexOf('/')) : "";
        var kind = object.path("kind").asString("");
        var found =
                await().atMost(PATIENCE)
                        .until(
                                () -> client.discovery().ofKind(group, kind),
                                type -> type.isPresent());
        return found.orElseThrow().resource();
    }

    private static List<JsonNode> documents(String yaml) {
        var documents = new ArrayList<JsonNode>();
        try (var values =
                YAMLMapper.shared().readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
            values.forEachRemaining(documents::add);
        }
        return documents;
    }

    private static String text(String resource) {
        try (var in = Manifests.class.getResourceAsStream(resource)) {
            return new String(Objects.requireNonNull(in, resource).readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
