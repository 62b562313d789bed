package io.sistership.translate;

import java.util.Comparator;

/// A span of bytes that gives way to others: what an [Edit] means once its neighbours are known (a
/// comma belongs to two members).
record Cut(Span span, String with, Edit cause) {

    /// By place; an insertion comes before what is cut at the same place.
    static final Comparator<Cut> BY_PLACE =
            Comparator.comparingInt((Cut cut) -> cut.span.start())
                    .thenComparingInt(cut -> cut.span.end());
}
