package io.sistership.restore;

import io.sistership.model.Action;
import io.sistership.model.ApiResource;
import io.sistership.model.ObjectId;
import io.sistership.translate.Translation;
import java.util.List;

/// One captured object in a plan: what will be done with it, when, and what is translated in it.
///
/// @param type in the captured version
public record PlannedObject(
        ObjectId id, ApiResource type, Action action, Wave wave, List<Translation> translations) {

    public PlannedObject {
        translations = List.copyOf(translations);
    }
}
