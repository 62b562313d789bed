package io.sistership.vault;

import io.sistership.model.SegmentClass;
import java.util.Base64;
import java.util.regex.Pattern;

/// A data key in a manifest: wrapped, and what it was wrapped for.
///
/// @param id how segments name it
/// @param point the point that it was made for: its own one, or an earlier one whose segments are
///     listed again
/// @param segmentClass which segments it seals
/// @param wrapped base64 of the wrapped key
public record WrappedKey(String id, PointId point, SegmentClass segmentClass, String wrapped) {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,80}");

    public WrappedKey {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("not a key id: '" + id + "'");
        }
    }

    static WrappedKey of(PointId point, SegmentClass segmentClass, byte[] wrapped) {
        return new WrappedKey(
                point + "." + segmentClass.label(),
                point,
                segmentClass,
                Base64.getEncoder().encodeToString(wrapped));
    }

    byte[] bytes() {
        return Base64.getDecoder().decode(wrapped);
    }
}
