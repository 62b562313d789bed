package io.sistership.control;

import io.sistership.model.Action;
import io.sistership.model.Issue;
import io.sistership.rebuild.CloudStep;
import io.sistership.restore.PlannedObject;
import io.sistership.translate.Counterpart;
import io.sistership.translate.Translation;
import java.io.ByteArrayOutputStream;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/// The lines of a saved plan (docs/plan-file.md), each made when it is asked for: a plan of any length
/// is written and compared without being held as text.
final class PlanLines {

    static final int FORMAT = 1;

    private static final JsonMapper MAPPER = new JsonMapper();

    private PlanLines() {}

    /// Writes the members of one line.
    private interface Body {
        void write(JsonGenerator json);
    }

    static byte[] head(String id, PlanBinding binding) {
        return line(json -> {
            json.writeStringProperty("plan", id);
            json.writeNumberProperty("format", FORMAT);
            json.writeStringProperty("application", binding.application());
            json.writeStringProperty("source", binding.source());
            json.writeStringProperty("target", binding.target());
            json.writeStringProperty("environment", binding.environment());
            json.writeStringProperty("recovery", binding.recoveryId());
            json.writeStringProperty("point", binding.point());
            json.writeStringProperty("manifest", binding.manifest());
            json.writeStringProperty("configuration", binding.configuration());
            json.writeStringProperty("counterparts", binding.counterparts());
            texts(json, "accepted", binding.accepted());
        });
    }

    static byte[] counterpart(AskedCounterparts.Asked asked) {
        return line(json -> {
            json.writeStringProperty("counterpart", asked.identifier().toString());
            switch (asked.answer()) {
                case Counterpart.Found(var value, var how) -> answer(json, List.of(value), how);
                case Counterpart.Missing() -> answer(json, List.of(), "");
                case Counterpart.Ambiguous(var candidates, var how) ->
                        answer(json, candidates, how);
            }
        });
    }

    private static void answer(JsonGenerator json, List<String> values, String how) {
        texts(json, "is", values);
        json.writeStringProperty("found", how);
    }

    static byte[] step(CloudStep step) {
        return line(json -> {
            json.writeStringProperty("step", step.id());
            json.writeStringProperty("resource", step.resource());
            action(json, step.action());
            json.writeStringProperty("as", step.identity().name().toLowerCase(Locale.ROOT));
            texts(json, "after", step.after().stream().sorted().toList());
            document(json, "request", step.request());
            json.writeArrayPropertyStart("policies");
            step.policies().forEach(policy -> json.writeTree(MAPPER.readTree(policy)));
            json.writeEndArray();
            translations(json, step.translations());
        });
    }

    static byte[] object(PlannedObject object) {
        return line(json -> {
            json.writeStringProperty("object", object.id().toString());
            json.writeStringProperty("type", object.type().toString());
            action(json, object.action());
            json.writeStringProperty("wave", object.wave().label());
            translations(json, object.translations());
        });
    }

    static byte[] issue(Issue issue) {
        return line(json -> {
            json.writeStringProperty("issue", issue.code());
            json.writeStringProperty("severity", issue.severity().name().toLowerCase(Locale.ROOT));
            json.writeStringProperty("where", issue.where());
            json.writeStringProperty("what", issue.what());
        });
    }

    private static void action(JsonGenerator json, Action action) {
        json.writeStringProperty("action", action.label());
        json.writeStringProperty("reason", action.detail());
    }

    private static void translations(JsonGenerator json, List<Translation> translations) {
        json.writeArrayPropertyStart("translations");
        for (var each : translations) {
            json.writeStartObject();
            json.writeStringProperty("path", each.place());
            json.writeStringProperty("rule", each.rule());
            json.writeStringProperty("from", each.before());
            json.writeStringProperty("to", each.after());
            json.writeStringProperty("found", each.how());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void document(JsonGenerator json, String name, String document) {
        json.writeName(name);
        if (document.isEmpty()) {
            json.writeNull();
        } else {
            json.writeTree(MAPPER.readTree(document));
        }
    }

    private static void texts(JsonGenerator json, String name, Collection<String> texts) {
        json.writeArrayPropertyStart(name);
        texts.forEach(json::writeString);
        json.writeEndArray();
    }

    private static byte[] line(Body body) {
        var out = new ByteArrayOutputStream(256);
        try (var json = MAPPER.createGenerator(out)) {
            json.writeStartObject();
            body.write(json);
            json.writeEndObject();
        }
        return out.toByteArray();
    }
}
