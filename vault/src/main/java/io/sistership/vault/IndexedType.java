package io.sistership.vault;

import java.util.List;
import java.util.Optional;

/// A type's base, and the index of its lines.
///
/// @param base the names of the base's segments, in order
/// @param by the point that wrote base and index
/// @param index segments of one line for each line of the base: its hash, a space, its object's
///     namespace and name
/// @param delta the hash of the delta that the state's point lists; empty where it lists none
record IndexedType(
        String group,
        String plural,
        List<String> base,
        PointId by,
        List<SegmentEntry> index,
        Optional<String> delta) {

    IndexedType {
        base = List.copyOf(base);
        index = List.copyOf(index);
    }

    IndexedType withDelta(Optional<String> newer) {
        return new IndexedType(group, plural, base, by, index, newer);
    }

    /// Whether it is the index of this type's base.
    boolean belongsTo(TypeEntry type) {
        var segments =
                switch (type.contents()) {
                    case TypeContents.Whole whole -> whole.segments();
                    case TypeContents.Delta contents -> contents.base();
                };
        return type.resource().group().equals(group)
                && type.resource().plural().equals(plural)
                && segments.stream().map(SegmentEntry::name).toList().equals(base)
                && TypeContents.lines(segments) == TypeContents.lines(index)
                && delta.isPresent() == type.contents() instanceof TypeContents.Delta;
    }
}
