package io.sistership.vault;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The accepted points of a cluster: from the accepted mark backwards, each naming the one before.
/// What expired is jumped over by its record; a gap that no record explains is told. Confined.
public final class PointChain {

    private final Map<PointId, SignedPoint> points = new HashMap<>();
    private final Set<PointId> accepted = new HashSet<>();
    private final List<Gap> gaps = new ArrayList<>();
    private final List<ExpiredSpan> expired;
    private final Optional<AcceptedMark> mark;

    private PointChain(
            Optional<AcceptedMark> mark,
            Collection<SignedPoint> points,
            List<ExpiredSpan> expired) {
        this.mark = mark;
        this.expired = List.copyOf(expired);
        points.forEach(point -> this.points.put(point.heading().id(), point));
        mark.ifPresent(this::walk);
    }

    /// Points that ought to be there and aren't.
    ///
    /// @param first the sequence of the oldest
    /// @param last the sequence of the newest
    /// @param newest the newest one's id
    public record Gap(long first, long last, PointId newest) {}

    /// @param points all points of the vault whose signature was verified
    static PointChain of(
            Optional<AcceptedMark> mark,
            Collection<SignedPoint> points,
            List<ExpiredSpan> expired) {
        return new PointChain(mark, points, expired);
    }

    /// The chain of a cluster's vault, as far as the state bucket records it.
    public static PointChain read(
            BlobStore state, String clusterName, Collection<SignedPoint> points) {
        return of(
                new AcceptedMarks(state).find(clusterName),
                points,
                new ExpiryRecords(state, clusterName).expired());
    }

    /// What a signed point is to the chain.
    public PointStanding standing(SignedPoint point) {
        if (accepted.contains(point.heading().id())) {
            return PointStanding.ACCEPTED;
        }
        var next = AcceptedMark.next(mark);
        boolean follows =
                point.heading().sequence() == next.sequence()
                        && point.heading().previous().equals(next.previous());
        return follows ? PointStanding.NEXT : PointStanding.NOT_ACCEPTED;
    }

    /// Points that are missing and didn't expire, newest first.
    public List<Gap> gaps() {
        return List.copyOf(gaps);
    }

    private record Step(long sequence, PointLink link) {}

    private void walk(AcceptedMark newest) {
        var step = Optional.of(new Step(newest.sequence(), newest.point()));
        while (step.isPresent()) {
            step = before(step.get());
        }
    }

    private Optional<Step> before(Step step) {
        var point = points.get(step.link().point());
        if (point != null && point.statement().link().equals(step.link())) {
            accepted.add(point.heading().id());
            return before(step.sequence(), point.heading().previous());
        }
        var span = expired.stream().filter(each -> each.contains(step.sequence())).findFirst();
        return span.isPresent()
                ? before(span.get().first(), span.get().previous())
                : beyondGap(step);
    }

    private static Optional<Step> before(long sequence, Optional<PointLink> previous) {
        return previous.map(link -> new Step(sequence - 1, link));
    }

    /// Below a gap nothing says which points were accepted: of two with one sequence, the one with
    /// the lower id is taken.
    private Optional<Step> beyondGap(Step step) {
        var present =
                points.values().stream()
                        .map(point ->
                                new Step(point.heading().sequence(), point.statement().link()));
        var recorded = expired.stream().map(span -> new Step(span.last(), span.newest()));
        var next =
                Stream.concat(present, recorded)
                        .filter(each -> each.sequence() < step.sequence())
                        .max(
                                Comparator.comparingLong(Step::sequence)
                                        .thenComparing(
                                                each -> each.link().point(),
                                                Comparator.reverseOrder()));
        long reached = next.map(Step::sequence).orElse(0L);
        gaps.add(new Gap(reached + 1, step.sequence(), step.link().point()));
        return next;
    }
}
