package io.sistership.vault;

import java.util.Optional;

/// The newest point of a cluster that the recovery side has accepted.
public record AcceptedMark(long sequence, PointLink point) {

    /// The mark that a point would set.
    static AcceptedMark of(Statement statement) {
        return new AcceptedMark(statement.heading().sequence(), statement.link());
    }

    /// What the next capture must say of itself, given the mark.
    static NextPoint next(Optional<AcceptedMark> mark) {
        return mark.map(accepted ->
                        new NextPoint(accepted.sequence() + 1, Optional.of(accepted.point())))
                .orElse(new NextPoint(1, Optional.empty()));
    }

    String describe() {
        return "the accepted point is %s with sequence %d".formatted(point.point(), sequence);
    }
}
