package io.sistership.kube;

import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// What an API server answered to a request about one object. Immutable as long as nobody writes
/// into [#bytes()].
public final class KubeResponse {

    private final int status;
    private final byte[] bytes;
    private final List<String> warnings;

    KubeResponse(int status, byte[] bytes, List<String> warnings) {
        this.status = status;
        this.bytes = bytes;
        this.warnings = List.copyOf(warnings);
    }

    /// 200, 201 or 202.
    public int status() {
        return status;
    }

    /// The body exactly as it came, not copied.
    public byte[] bytes() {
        return bytes;
    }

    /// The body as a tree: a view to look things up in, never to be written back.
    public JsonNode json() {
        return Json.tree(bytes);
    }

    /// The server's `Warning` headers' texts.
    public List<String> warnings() {
        return warnings;
    }

    @Override
    public String toString() {
        return "KubeResponse[status=" + status + ", " + bytes.length + " bytes]";
    }

    /// For messages of tests; never for logs, as a body may be a Secret's.
    String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
