package io.sistership.vault;

import java.util.Base64;
import java.util.Map;

/// The data key that an index is sealed under: wrapped for its files, and ready for use.
///
/// @param wrapped base64
record IndexKey(String wrapped, Seal seal) {

    private static final String NAME = "index";

    static IndexKey generate(PointHeading heading, KeyWrapping wrapping) {
        var context = context(heading);
        try (var key = wrapping.generate(context)) {
            return new IndexKey(
                    Base64.getEncoder().encodeToString(key.wrapped()),
                    new Seal(NAME, key.plain(), context));
        }
    }

    static IndexKey unwrap(String wrapped, PointHeading heading, KeyWrapping wrapping) {
        var context = context(heading);
        try (var plain = wrapping.unwrap(Base64.getDecoder().decode(wrapped), context)) {
            return new IndexKey(wrapped, new Seal(NAME, plain, context));
        }
    }

    private static Map<String, String> context(PointHeading heading) {
        return Map.of(
                "application", heading.application(),
                "cluster", heading.cluster().toString(),
                "class", NAME);
    }
}
