package io.sistership.vault;

import io.sistership.model.SegmentClass;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The data keys of a point that is being written: one per class, made when first needed, so that a
/// point without Secrets costs one call less. Thread-safe.
final class PointKeys {

    private final PointHeading heading;
    private final KeyWrapping wrapping;
    private final Map<SegmentClass, Made> made = new EnumMap<>(SegmentClass.class);

    PointKeys(PointHeading heading, KeyWrapping wrapping) {
        this.heading = heading;
        this.wrapping = wrapping;
    }

    record Made(WrappedKey key, Seal seal) {}

    synchronized Made of(SegmentClass segmentClass) {
        return made.computeIfAbsent(segmentClass, this::make);
    }

    Seal seal(SegmentClass segmentClass) {
        return of(segmentClass).seal();
    }

    synchronized List<WrappedKey> wrapped() {
        var keys = new ArrayList<WrappedKey>();
        made.values().forEach(each -> keys.add(each.key()));
        return keys;
    }

    private Made make(SegmentClass segmentClass) {
        var context = SealContext.of(heading, heading.id(), segmentClass);
        try (var dataKey = wrapping.generate(context)) {
            var key = WrappedKey.of(heading.id(), segmentClass, dataKey.wrapped());
            return new Made(key, new Seal(key.id(), dataKey.plain(), context));
        }
    }
}
