package io.sistership.vault;

/// The lines of one opened segment, one after the other, all of which were checked before. Confined.
final class SegmentLines {

    private final byte[] plain;
    private int offset;
    private int end;

    /// @param header the length of the header line, without its line break
    SegmentLines(byte[] plain, int header) {
        this.plain = plain;
        this.end = header;
    }

    /// Goes to the next line; false after the last.
    boolean next() {
        offset = end + 1;
        if (offset >= plain.length) {
            return false;
        }
        end = offset;
        while (plain[end] != '\n') {
            end++;
        }
        return true;
    }

    /// Holds the line from [#offset()] on, for [#length()] bytes; not to be changed.
    byte[] buffer() {
        return plain;
    }

    int offset() {
        return offset;
    }

    int length() {
        return end - offset;
    }

    void forEach(LineSink sink) {
        while (next()) {
            sink.line(plain, offset, end - offset);
        }
    }
}
