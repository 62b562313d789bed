package io.sistership.vault;

import java.util.Optional;

/// What a capture that starts now must carry to be accepted: handed over by control.
public record NextPoint(long sequence, Optional<PointLink> previous) {}
