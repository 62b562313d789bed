package io.sistership.control;

import io.sistership.model.Sha256;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/// A saved plan's lines one after the other, but for the last, which is its signature; with their
/// number and digest so far. Confined.
final class LinesOfFile implements AutoCloseable {

    /// A step's request is the longest line; this is far beyond it, and keeps what is no plan from
    /// filling the memory.
    private static final int MAX_LINE = 4 << 20;

    private final InputStream in;
    private final MessageDigest digest = Sha256.newDigest();
    private long lines;
    private byte @Nullable [] ahead;

    LinesOfFile(Path file) throws IOException {
        this.in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        try {
            this.ahead = read();
        } catch (IOException | IllegalArgumentException e) {
            in.close();
            throw e;
        }
    }

    /// The next line without its line feed, or null where only the signature is left.
    byte @Nullable [] next() throws IOException {
        var line = ahead;
        var following = line == null ? null : read();
        if (line == null || following == null) {
            return null;
        }
        ahead = following;
        digest.update(line);
        digest.update((byte) '\n');
        lines++;
        return line;
    }

    /// Counts and digests what is left but the last line.
    void skipToLast() throws IOException {
        byte[] line;
        do {
            line = next();
        } while (line != null);
    }

    /// The last line; empty where the file has none.
    byte[] last() {
        return ahead == null ? new byte[0] : ahead;
    }

    long lines() {
        return lines;
    }

    /// Of all lines so far. To be asked once.
    Sha256 digest() {
        return Sha256.ofDigest(digest.digest());
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private byte @Nullable [] read() throws IOException {
        int first = in.read();
        if (first < 0) {
            return null;
        }
        var line = new ByteArrayOutputStream(256);
        for (int each = first; each != '\n'; each = in.read()) {
            if (each < 0) {
                throw new IllegalArgumentException("its last line is cut off");
            }
            if (line.size() == MAX_LINE) {
                throw new IllegalArgumentException("it has a line of more than 4 MiB");
            }
            line.write(each);
        }
        return line.toByteArray();
    }
}
