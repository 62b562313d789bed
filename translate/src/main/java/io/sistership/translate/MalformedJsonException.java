package io.sistership.translate;

import io.sistership.model.FailureKind;
import io.sistership.model.SistershipException;

/// Bytes that were taken for a JSON document aren't one.
///
/// Quotes an offset, never the bytes: they may be a Secret's.
public final class MalformedJsonException extends SistershipException {

    private static final long serialVersionUID = 1L;

    private final int offset;

    MalformedJsonException(String expected, int offset) {
        super(
                FailureKind.POINT_REFUSED,
                "malformed-json",
                "not a JSON document: " + expected + " expected at byte " + offset,
                "capture the cluster again, or recover from another point");
        this.offset = offset;
    }

    /// Where reading stopped, in bytes.
    public int offset() {
        return offset;
    }
}
