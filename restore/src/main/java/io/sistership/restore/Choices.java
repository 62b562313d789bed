package io.sistership.restore;

import io.sistership.translate.StripChoices;
import io.sistership.translate.Strips;

/// Which of translate's strips apply to an object, as the recovery cluster allows. Immutable.
///
/// @param keepAddresses a Service keeps its address
/// @param keepStatus the object's type has no status subresource, so its status is data
record Choices(boolean keepAddresses, boolean keepStatus) {

    private static final Strips[] TABLES = {
        Strips.forCreate(new StripChoices(false, false)),
        Strips.forCreate(new StripChoices(false, true)),
        Strips.forCreate(new StripChoices(true, false)),
        Strips.forCreate(new StripChoices(true, true))
    };

    Strips strips() {
        return TABLES[(keepAddresses ? 2 : 0) + (keepStatus ? 1 : 0)];
    }

    Choices withoutAddresses() {
        return new Choices(false, keepStatus);
    }
}
