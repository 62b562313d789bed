package io.sistership.vault;

import java.time.Instant;
import java.util.Optional;

/// A point whose envelope and manifest are what a pinned key signed. Its segments weren't looked at.
///
/// @param statement what was signed
/// @param manifest what the statement vouches for
/// @param pin the key that signed
public record SignedPoint(Statement statement, Manifest manifest, Pin pin) {

    public PointHeading heading() {
        return statement.heading();
    }

    /// Refuses a point that isn't the newest accepted one: somebody who can write to the bucket
    /// could otherwise have an old state recovered.
    ///
    /// For recoveries; one that names its point asks for it knowingly and doesn't call this.
    public void requireNewest(Optional<AcceptedMark> mark) {
        var newest = mark.map(AcceptedMark::point);
        if (!newest.equals(Optional.of(statement.link()))) {
            throw envelope()
                    .refuse(
                            Refusal.NOT_CURRENT,
                            "it has sequence %d, %s"
                                    .formatted(
                                            heading().sequence(),
                                            mark.map(AcceptedMark::describe)
                                                    .orElse("no point was accepted yet")));
        }
    }

    /// Refuses a point that doesn't follow the accepted one.
    void requireNext(Optional<AcceptedMark> mark) {
        var next = AcceptedMark.next(mark);
        if (heading().sequence() != next.sequence()
                || !heading().previous().equals(next.previous())) {
            throw envelope()
                    .refuse(
                            Refusal.SEQUENCE,
                            "it has sequence %d after %s, %s"
                                    .formatted(
                                            heading().sequence(),
                                            heading()
                                                    .previous()
                                                    .map(link -> link.point().value())
                                                    .orElse("none"),
                                            mark.map(AcceptedMark::describe)
                                                    .orElse("no point was accepted yet")));
        }
    }

    void requireValidKey(Instant at) {
        pin.requireValid(envelope(), at);
    }

    private PointFile envelope() {
        return new PointFile(heading().id(), PointFile.ENVELOPE);
    }
}
