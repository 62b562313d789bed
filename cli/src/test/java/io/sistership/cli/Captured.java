package io.sistership.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;

/// A terminal whose output can be read.
final class Captured {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Terminal terminal;

    Captured(Path directory, boolean interactive, boolean colour) {
        terminal =
                new Terminal(
                        new PrintWriter(out, true),
                        new PrintWriter(err, true),
                        interactive,
                        colour,
                        directory);
    }

    /// What a program sees: no colour, nothing redrawn.
    static Captured plain(Path directory) {
        return new Captured(directory, false, false);
    }

    Terminal terminal() {
        return terminal;
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }
}
