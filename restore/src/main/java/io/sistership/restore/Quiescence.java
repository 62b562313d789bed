package io.sistership.restore;

import io.sistership.model.RestoreChoices;
import io.sistership.translate.Difference;
import io.sistership.translate.Edit;
import io.sistership.translate.JsonValue;
import io.sistership.translate.Translation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Brings back standing still what a person's configuration names, until it is released: what would
/// act on the outside world (DNS, Git, payments at midnight) before somebody has looked. Immutable.
record Quiescence(RestoreChoices choices) {

    static final String RULE = "quiesce";

    /// Named where verify explains differences.
    static final String RELEASED = "released";

    /// What an object says of how much of it runs.
    ///
    /// @param value as captured
    /// @param still what stands there until it is released
    record Hold(JsonValue value, String still) {

        String pointer() {
            return value.pointer();
        }

        /// Whether an object runs as much as the captured one did.
        boolean isReleased(ObjectView live) {
            return raw(live).equals(value.raw());
        }

        boolean isHeld(ObjectView live) {
            return raw(live).equals(still);
        }

        String raw(ObjectView live) {
            return live.at(pointer()).map(JsonValue::raw).orElse("");
        }
    }

    /// Empty for what isn't to stand still, or does anyway.
    Optional<Hold> hold(ObjectView captured) {
        if (!choices.quiesces(captured.type(), captured.id().key())) {
            return Optional.empty();
        }
        boolean cron = captured.is("cronjobs.batch");
        var still = cron ? "true" : "0";
        return captured.at(cron ? "/spec/suspend" : "/spec/replicas")
                .filter(value -> !value.raw().equals(still))
                .map(value -> new Hold(value, still));
    }

    List<Edit> edits(ObjectView captured) {
        return hold(captured).stream()
                .map(hold ->
                        Edit.replace(
                                Edit.Kind.TRANSLATE,
                                RULE,
                                hold.value(),
                                hold.still().getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    List<Translation> translations(ObjectView captured) {
        return hold(captured).stream()
                .map(hold ->
                        new Translation(
                                RULE,
                                hold.pointer(),
                                hold.value().raw(),
                                hold.still(),
                                "restore.quiesce"))
                .toList();
    }

    /// The differences but for the one that releasing makes.
    List<Difference> withoutReleased(
            ObjectView captured, ObjectView live, List<Difference> differences) {
        var released = hold(captured).filter(hold -> hold.isReleased(live));
        return released.map(hold ->
                        differences.stream()
                                .filter(it -> !it.path().equals(hold.pointer()))
                                .toList())
                .orElse(differences);
    }
}
