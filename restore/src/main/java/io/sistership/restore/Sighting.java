package io.sistership.restore;

import io.sistership.model.Action;
import io.sistership.translate.Translation;
import java.util.List;
import java.util.Optional;

/// What is known of a captured object after it was looked at alone.
///
/// @param action what would be done if no other object mattered
/// @param fate what stands for it on the recovery side, where it is left out
/// @param liveUid its uid in the recovery cluster, where it is there already; else empty
record Sighting(
        CapturedObject captured,
        Action action,
        Optional<LeaveOutRule.Fate> fate,
        String liveUid,
        List<Translation> translations) {

    Sighting {
        translations = List.copyOf(translations);
    }
}
