package io.sistership.vault;

import io.sistership.model.SegmentClass;
import java.util.Map;

/// What a data key and the messages under it are bound to; policies may ask for it
/// (`kms:EncryptionContext:class`).
final class SealContext {

    private SealContext() {}

    static Map<String, String> of(PointHeading heading, PointId point, SegmentClass segmentClass) {
        return Map.of(
                "application", heading.application(),
                "cluster", heading.cluster().toString(),
                "point", point.value(),
                "class", segmentClass.label());
    }
}
