package io.sistership.translate;

/// A range of bytes of one document: `start` inclusive, `end` exclusive.
public record Span(int start, int end) {

    public Span {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("not a span: " + start + ".." + end);
        }
    }

    /// How many bytes it holds.
    public int length() {
        return end - start;
    }

    /// Whether all of the other span lies in this one.
    public boolean encloses(Span other) {
        return start <= other.start && other.end <= end;
    }
}
