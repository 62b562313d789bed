package io.sistership.vault;

import java.util.List;

/// What a type of the accepted point offers a new one to build on.
///
/// @param entry how the accepted point lists the type
/// @param indexed the index of its base
record TypeBase(TypeEntry entry, IndexedType indexed) {

    /// The base's segments.
    List<SegmentEntry> segments() {
        return switch (entry.contents()) {
            case TypeContents.Whole whole -> whole.segments();
            case TypeContents.Delta delta -> delta.base();
        };
    }
}
