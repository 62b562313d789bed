package io.sistership.vault;

import com.amazonaws.encryptionsdk.exception.AwsCryptoException;
import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.zstd.ZstdInputStream;
import java.io.IOException;
import java.util.Arrays;

/// Unseals and unpacks one segment, holds it against what the manifest says of it, and only then
/// hands out its lines. Confined.
final class SegmentReader {

    private final PointFile file;
    private final SegmentEntry segment;
    private final byte[] header;

    /// @param header the header line that the segment must have
    SegmentReader(PointFile file, SegmentEntry segment, byte[] header) {
        this.file = file;
        this.segment = segment;
        this.header = header;
    }

    SegmentLines read(Seal seal, byte[] sealed) {
        var plain = unpack(seal, sealed);
        requireHeader(plain);
        requireCount(plain);
        return new SegmentLines(plain, header.length);
    }

    /// Never unpacks more than one byte beyond what the manifest allows.
    private byte[] unpack(Seal seal, byte[] sealed) {
        var plain = new byte[Math.toIntExact(segment.plain())];
        try (var in = new ZstdInputStream(seal.unsealing(sealed))) {
            int read = in.readNBytes(plain, 0, plain.length);
            if (read < plain.length || in.read() >= 0) {
                throw file.refuse(
                        Refusal.CONTENTS,
                        "it unpacks to %s than the %d bytes of the manifest"
                                .formatted(read < plain.length ? "fewer" : "more", plain.length));
            }
            return plain;
        } catch (SealException e) {
            throw file.refuse(Refusal.CONTENTS, String.valueOf(e.getMessage()), e);
        } catch (IOException
                | AwsCryptoException
                | MalformedInputException
                | IndexOutOfBoundsException e) {
            throw file.refuse(Refusal.CONTENTS, "it can't be unpacked: " + e.getMessage(), e);
        }
    }

    private void requireHeader(byte[] plain) {
        boolean same =
                plain.length > header.length
                        && plain[header.length] == '\n'
                        && Arrays.equals(plain, 0, header.length, header, 0, header.length);
        if (!same) {
            throw file.refuse(
                    Refusal.CONTENTS, "its header line isn't that of its place in the manifest");
        }
    }

    private void requireCount(byte[] plain) {
        long lines = 0;
        for (int i = header.length + 1; i < plain.length; i++) {
            if (plain[i] == '\n') {
                lines++;
            }
        }
        if (lines != segment.count() || plain[plain.length - 1] != '\n') {
            throw file.refuse(
                    Refusal.CONTENTS,
                    "it has %d whole lines after its header, the manifest says %d"
                            .formatted(lines, segment.count()));
        }
    }
}
