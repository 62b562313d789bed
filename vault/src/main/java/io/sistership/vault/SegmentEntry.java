package io.sistership.vault;

import io.sistership.model.Sha256;
import java.util.List;
import java.util.regex.Pattern;

/// One sealed segment as the manifest lists it.
///
/// @param name random: 26 characters of base32
/// @param key the id of the wrapped key that it is sealed under
/// @param sha256 of the sealed bytes
/// @param length of the sealed bytes
/// @param plain how many bytes it holds once unsealed and decompressed, its header line included
/// @param count how many lines follow its header line
public record SegmentEntry(
        String name, String key, Sha256 sha256, long length, long plain, long count) {

    static final int NAME_LENGTH = 26;

    /// A segment is cut before it would pass this; a larger one holds a single line.
    static final long SOFT_LIMIT = 8L << 20;

    /// What a line may have, and a reader will unpack at once. API servers accept far less.
    static final long HARD_LIMIT = 128L << 20;

    private static final Pattern NAME = Pattern.compile("[a-z2-7]{" + NAME_LENGTH + "}");

    public SegmentEntry {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a segment name: '" + name + "'");
        }
        if (length < 1 || plain < 1 || count < 1) {
            throw new IllegalArgumentException(
                    "segment %s has length %d, plain %d, count %d; each must be at least 1"
                            .formatted(name, length, plain, count));
        }
        // Each line has a byte at least, and its end.
        if (count > plain / 2) {
            throw new IllegalArgumentException(
                    "segment %s says that it has %d lines in %d bytes"
                            .formatted(name, count, plain));
        }
        if (plain > HARD_LIMIT || (plain > SOFT_LIMIT && count > 1)) {
            throw new IllegalArgumentException(
                    "segment %s says that it unpacks to %d bytes in %d lines: more than a segment may"
                            .formatted(name, plain, count));
        }
        // Neither encryption nor compression of nothing adds this much.
        if (length > HARD_LIMIT + (HARD_LIMIT >> 3)) {
            throw new IllegalArgumentException(
                    "segment %s says that it has %d bytes: more than a segment may"
                            .formatted(name, length));
        }
    }

    /// The sealed bytes of these segments together.
    public static long sealed(List<SegmentEntry> segments) {
        return segments.stream().mapToLong(SegmentEntry::length).sum();
    }

    /// The file's name in messages.
    String file() {
        return "segments/" + name;
    }
}
