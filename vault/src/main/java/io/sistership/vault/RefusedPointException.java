package io.sistership.vault;

import io.sistership.model.FailureKind;
import io.sistership.model.SistershipException;
import org.jspecify.annotations.Nullable;

/// A recovery point that is not what a pinned key signed, or not the one asked for. Nothing of it was
/// used.
public final class RefusedPointException extends SistershipException {

    private static final long serialVersionUID = 1L;

    private final transient PointId point;
    private final String file;
    private final Refusal reason;

    RefusedPointException(
            PointId point, String file, Refusal reason, String what, @Nullable Throwable cause) {
        super(
                FailureKind.POINT_REFUSED,
                reason.code(),
                "recovery point %s refused: %s: %s".formatted(point, file, what),
                reason.fix(),
                cause);
        this.point = point;
        this.file = file;
        this.reason = reason;
    }

    public PointId point() {
        return point;
    }

    /// The file that is wrong: `manifest.json`, `manifest.dsse` or `segments/<name>`.
    public String file() {
        return file;
    }

    public Refusal reason() {
        return reason;
    }
}
