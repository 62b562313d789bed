package io.sistership.cli;

import io.sistership.model.Issue;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The one JSON document of a command: `{schema, command, result, issues}`.
///
/// @param schema names the shape, with its version
/// @param result null where the command failed; the issues then say why
record JsonDocument(String schema, String command, @Nullable Object result, List<Issue> issues) {

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                    .build();

    static JsonDocument of(String command, @Nullable Object result, List<Issue> issues) {
        var shape = command.replace(' ', '-');
        return new JsonDocument("sistership.io/" + shape + "/v1", command, result, issues);
    }

    void print(PrintWriter out) {
        JSON.writeValue(out, this); // as it comes: a plan's document can be long
        out.println();
        out.flush();
    }
}
