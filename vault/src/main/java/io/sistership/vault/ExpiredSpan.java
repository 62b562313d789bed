package io.sistership.vault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Points that followed each other and have all expired.
///
/// @param first the sequence of the oldest
/// @param last the sequence of the newest
/// @param newest what the point after the newest names as its previous one
/// @param previous what the oldest names as its previous one; empty if it was a cluster's first
record ExpiredSpan(long first, long last, PointLink newest, Optional<PointLink> previous) {

    ExpiredSpan {
        if (first < 1 || last < first || (first == 1) != previous.isEmpty()) {
            throw new IllegalArgumentException(
                    "points %d to %d can't follow %s".formatted(first, last, previous));
        }
    }

    static ExpiredSpan of(Statement statement) {
        var heading = statement.heading();
        return new ExpiredSpan(
                heading.sequence(), heading.sequence(), statement.link(), heading.previous());
    }

    boolean contains(long sequence) {
        return first <= sequence && sequence <= last;
    }

    /// The spans with one more; neighbours become one. What is recorded already stays as it is.
    static List<ExpiredSpan> with(List<ExpiredSpan> spans, ExpiredSpan added) {
        if (spans.stream().anyMatch(span -> span.contains(added.last()))) {
            return spans;
        }
        var others = new ArrayList<ExpiredSpan>();
        var whole = added;
        for (var span : spans) {
            if (span.follows(whole)) {
                whole =
                        new ExpiredSpan(
                                whole.first(), span.last(), span.newest(), whole.previous());
            } else if (whole.follows(span)) {
                whole =
                        new ExpiredSpan(
                                span.first(), whole.last(), whole.newest(), span.previous());
            } else {
                others.add(span);
            }
        }
        others.add(whole);
        others.sort(java.util.Comparator.comparingLong(ExpiredSpan::first));
        return others;
    }

    private boolean follows(ExpiredSpan other) {
        return previous.equals(Optional.of(other.newest()));
    }
}
