package io.sistership.vault;

import java.util.ArrayList;
import java.util.List;

/// Where a type's objects are: as a whole, or as the epoch's base and what has changed since.
/// Immutable.
public sealed interface TypeContents {

    /// All segments that are needed to read the type, each once.
    List<SegmentEntry> segments();

    /// How many objects there are.
    long count();

    /// Every object, in list order.
    record Whole(List<SegmentEntry> segments) implements TypeContents {

        public Whole {
            segments = List.copyOf(segments);
        }

        @Override
        public long count() {
            return lines(segments);
        }
    }

    /// The lines of an earlier list of the same epoch, less those that were replaced or deleted
    /// since, and the new and changed objects.
    ///
    /// @param base whole lines in list order; they are numbered from 0 through all segments
    /// @param dropped the numbers of base lines that no longer hold, ascending, one a line
    /// @param changed whole lines
    record Delta(List<SegmentEntry> base, List<SegmentEntry> dropped, List<SegmentEntry> changed)
            implements TypeContents {

        public Delta {
            base = List.copyOf(base);
            dropped = List.copyOf(dropped);
            changed = List.copyOf(changed);
            if (dropped.isEmpty() && changed.isEmpty()) {
                throw new IllegalArgumentException("its delta is empty");
            }
            if (lines(dropped) > lines(base)) {
                throw new IllegalArgumentException(
                        "its delta drops %d lines of a base of %d"
                                .formatted(lines(dropped), lines(base)));
            }
            if (lines(base) > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "its base has %d lines, more than a delta may number"
                                .formatted(lines(base)));
            }
        }

        @Override
        public List<SegmentEntry> segments() {
            var all = new ArrayList<>(base);
            all.addAll(delta());
            return all;
        }

        @Override
        public long count() {
            return lines(base) - lines(dropped) + lines(changed);
        }

        /// The segments of the delta alone.
        public List<SegmentEntry> delta() {
            var both = new ArrayList<>(dropped);
            both.addAll(changed);
            return both;
        }
    }

    /// How many lines these segments hold.
    static long lines(List<SegmentEntry> segments) {
        return segments.stream().mapToLong(SegmentEntry::count).sum();
    }
}
