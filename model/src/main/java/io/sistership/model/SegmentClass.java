package io.sistership.model;

import java.util.Locale;

/// Which data key seals a segment, so that a policy may give a reader everything but Secrets.
public enum SegmentClass {
    /// Everything that isn't a Secret, AWS documents included.
    OBJECTS,
    /// Objects of the core type `secrets`.
    SECRETS;

    /// As it stands in manifests and encryption contexts.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The class of a type's objects.
    public static SegmentClass of(ApiResource type) {
        return type.group().isEmpty() && type.plural().equals("secrets") ? SECRETS : OBJECTS;
    }

    /// Reads a label; anything unknown is an `IllegalArgumentException`.
    public static SegmentClass parse(String label) {
        for (var each : values()) {
            if (each.label().equals(label)) {
                return each;
            }
        }
        throw new IllegalArgumentException("unknown segment class '" + label + "'");
    }
}
