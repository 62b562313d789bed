package io.sistership.model;

import java.util.List;

/// What `capture` in `sistership.yaml` changes of the standard capture policy. Immutable.
///
/// @param leaveOut left out besides what the standard leaves out
/// @param take captured though the standard leaves it out
public record CaptureChanges(List<LeftOut> leaveOut, List<TypeSelector> take) {

    /// What applies where nothing is written.
    public static final CaptureChanges NONE = new CaptureChanges(List.of(), List.of());

    public CaptureChanges {
        leaveOut = List.copyOf(leaveOut);
        take = List.copyOf(take);
    }

    /// Types that nobody wants, and why: the reason stands in each recovery point's manifest.
    public record LeftOut(TypeSelector types, String reason) {

        public LeftOut {
            if (reason.isBlank()) {
                throw new IllegalArgumentException("no reason is given for leaving out " + types);
            }
        }
    }
}
