package io.sistership.bench;

import io.sistership.model.ApiResource;
import io.sistership.model.ObjectId;
import io.sistership.restore.RequestRecorder;
import io.sistership.translate.Edit;
import io.sistership.translate.JsonDocument;
import io.sistership.vault.OpenPoint;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Writes what a restore sends to a file, for the bare loader: a line of JSON each. The Secrets in it
/// are the bare tool's own. Thread-safe.
final class SentBodies implements RequestRecorder, AutoCloseable {

    private final Map<String, ApiResource> types;
    private final OutputStream out;

    SentBodies(OpenPoint point, Path file) throws IOException {
        this.types =
                point.types().stream()
                        .map(type -> type.resource())
                        .collect(Collectors.toMap(ApiResource::groupKind, type -> type));
        this.out = new BufferedOutputStream(Files.newOutputStream(file));
    }

    @Override
    public synchronized void sent(
            ObjectId id, JsonDocument captured, List<Edit> edits, byte[] body) {
        var path = type(id).path(id.key().namespace());
        try {
            out.write(text("{\"path\":\"" + path + "\",\"body\":"));
            out.write(body);
            out.write(text("}\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ApiResource type(ObjectId id) {
        var name = id.group().isEmpty() ? id.kind() : id.kind() + "." + id.group();
        var type = types.get(name);
        if (type == null) {
            throw new IllegalStateException(name + " isn't in the point");
        }
        return type;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
