package io.sistership.cli;

import io.sistership.control.PlanReport;
import io.sistership.control.RecoveryRequest;
import io.sistership.model.ConfigurationException;
import io.sistership.model.FailureKind;
import io.sistership.model.SistershipException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// A saved plan: the plan's JSON. `recover` reads its id and what it was asked for, plans anew, and
/// refuses where the new plan has another id.
final class PlanFile {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private PlanFile() {}

    static void write(Path file, PlanReport plan) {
        try {
            Files.write(file, JSON.writeValueAsBytes(plan));
        } catch (IOException e) {
            throw new SistershipException(
                    FailureKind.USAGE,
                    "plan-file",
                    file + " can't be written: " + e.getMessage(),
                    "Name another file with --save.",
                    e);
        }
    }

    static String id(Path file) {
        return text(read(file), "id", file);
    }

    static RecoveryRequest request(Path file) {
        var plan = read(file);
        return new RecoveryRequest(
                text(plan, "cluster", file),
                text(plan, "point", file),
                text(plan, "target", file),
                List.of());
    }

    private static JsonNode read(Path file) {
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (IOException | JacksonException e) {
            throw new ConfigurationException(
                    file.toString(),
                    0,
                    0,
                    "no plan can be read from it: " + e.getMessage(),
                    "Make one: sistership plan --save " + file);
        }
    }

    private static String text(JsonNode plan, String member, Path file) {
        if (!plan.path(member).isString()) {
            throw new ConfigurationException(
                    file.toString(),
                    0,
                    0,
                    "it is no plan: '" + member + "' is missing",
                    "Make one: sistership plan --save " + file);
        }
        return plan.get(member).asString();
    }
}
