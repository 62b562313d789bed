package io.sistership.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Other programs, run to their end.
final class Programs {

    private Programs() {}

    /// What a program wrote to its standard output; it must end well.
    static String run(List<String> line) {
        try {
            var process = new ProcessBuilder(line).redirectError(Redirect.INHERIT).start();
            var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(line.subList(0, 2) + " failed: " + out);
            }
            return out;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
