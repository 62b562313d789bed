package io.sistership.control;

import io.sistership.model.FailureKind;
import io.sistership.model.Sha256;
import io.sistership.model.SistershipException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;

/// Writes a plan to a file, line by line, and signs it. A file that was cut off has no signature, and
/// is refused.
public final class PlanWriter {

    private PlanWriter() {}

    /// Writes and signs.
    public static void write(Path file, PlanContents plan, PlanKey key) {
        try (var out = new BufferedOutputStream(Files.newOutputStream(file))) {
            write(out, plan, key);
        } catch (IOException | UncheckedIOException e) {
            throw new SistershipException(
                    FailureKind.USAGE,
                    "plan-file",
                    file + " can't be written: " + e,
                    "Name another file with --save.",
                    e);
        }
    }

    private static void write(OutputStream out, PlanContents plan, PlanKey key) throws IOException {
        var digested = new DigestOutputStream(out, Sha256.newDigest());
        long[] lines = {0};
        plan.lines()
                .forEach(line -> {
                    line(digested, line);
                    lines[0]++;
                });
        var content =
                new PlanSignature.Content(
                        plan.id(),
                        plan.binding().recoveryId(),
                        lines[0],
                        Sha256.ofDigest(digested.getMessageDigest().digest()));
        line(out, PlanSignature.by(key, content).line());
    }

    private static void line(OutputStream out, byte[] line) {
        try {
            out.write(line);
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
