package io.sistership.vault;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.regex.Pattern;

/// Which lines of a base no longer hold, as the `dropped` segments of a delta say: the lines'
/// numbers in decimal, strictly ascending through all segments. Confined.
final class DroppedOrdinals {

    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,9}");

    private final BitSet found = new BitSet();
    private final long base;
    private long last = -1;

    /// @param base how many lines the base has
    DroppedOrdinals(long base) {
        this.base = base;
    }

    void read(PointFile file, SegmentLines lines) {
        while (lines.next()) {
            add(file, lines);
        }
    }

    BitSet found() {
        return found;
    }

    private void add(PointFile file, SegmentLines line) {
        // A longer line isn't a number either.
        var text =
                new String(
                        line.buffer(),
                        line.offset(),
                        Math.min(line.length(), 12),
                        StandardCharsets.UTF_8);
        if (!NUMBER.matcher(text).matches()) {
            throw file.refuse(Refusal.CONTENTS, "not the number of a base line: '" + text + "'");
        }
        var ordinal = Long.parseLong(text);
        if (ordinal >= base) {
            throw file.refuse(
                    Refusal.CONTENTS,
                    "it drops line %d of a base of %d lines".formatted(ordinal, base));
        }
        if (ordinal <= last) {
            throw file.refuse(
                    Refusal.CONTENTS, "it drops line %d after line %d".formatted(ordinal, last));
        }
        last = ordinal;
        found.set(Math.toIntExact(ordinal));
    }
}
