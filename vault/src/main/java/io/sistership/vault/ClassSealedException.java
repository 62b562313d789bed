package io.sistership.vault;

import io.sistership.model.FailureKind;
import io.sistership.model.SegmentClass;
import io.sistership.model.SistershipException;
import org.jspecify.annotations.Nullable;

/// Objects of a class that this reader may not open; everything else of the point it may.
public final class ClassSealedException extends SistershipException {

    private static final long serialVersionUID = 1L;

    private final SegmentClass segmentClass;

    /// @param who may open the class
    public ClassSealedException(
            PointId point,
            SegmentClass segmentClass,
            String why,
            String who,
            @Nullable Throwable cause) {
        super(
                FailureKind.ACCESS,
                "class-sealed",
                "what recovery point %s seals as class %s can't be opened: %s"
                        .formatted(point, segmentClass.label(), why),
                "Open it as %s; everything of another class opens without.".formatted(who),
                cause);
        this.segmentClass = segmentClass;
    }

    /// Which class stays sealed.
    public SegmentClass segmentClass() {
        return segmentClass;
    }
}
