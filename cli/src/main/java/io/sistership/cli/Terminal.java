package io.sistership.cli;

import java.io.Console;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Help.Ansi;

/// Where a command writes: results on standard output, everything else on standard error.
///
/// Thread-safe as its writers are.
///
/// @param interactive whether a person sees standard error as it is written: then progress redraws
///     one line
/// @param colour whether to colour
/// @param directory what relative paths are relative to
public record Terminal(
        PrintWriter out, PrintWriter err, boolean interactive, boolean colour, Path directory) {

    /// The terminal of this process. `NO_COLOR` (no-color.org) and a pipe switch colour off.
    public static Terminal ofProcess() {
        boolean person = console().isPresent();
        boolean forced = System.getenv("SISTERSHIP_FORCE_TERMINAL") != null;
        boolean colour = (person || forced) && System.getenv("NO_COLOR") == null;
        return new Terminal(
                writer(System.out), writer(System.err), person || forced, colour, Path.of(""));
    }

    /// The console, where standard input and output are a person's terminal.
    static Optional<Console> console() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal);
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    Ansi ansi() {
        return colour ? Ansi.ON : Ansi.OFF;
    }

    String bold(String text) {
        return styled("1", text);
    }

    String dim(String text) {
        return styled("2", text);
    }

    String red(String text) {
        return styled("31;1", text);
    }

    String green(String text) {
        return styled("32", text);
    }

    String yellow(String text) {
        return styled("33", text);
    }

    private String styled(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
