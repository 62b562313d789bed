package io.sistership.cli;

import io.sistership.model.FailureKind;
import io.sistership.model.SistershipException;
import java.util.Optional;

/// Asks a person for what wasn't given as a flag; a program is told which flag is missing.
final class Questions {

    private final Terminal terminal;

    Questions(Terminal terminal) {
        this.terminal = terminal;
    }

    String answer(String flag, String given, String question) {
        if (!given.isEmpty()) {
            return given;
        }
        var console = Terminal.console();
        if (!terminal.interactive() || console.isEmpty()) {
            throw new SistershipException(
                    FailureKind.USAGE,
                    "missing-flag",
                    flag
                            + " is missing: "
                            + question.substring(0, 1).toLowerCase(java.util.Locale.ROOT)
                            + question.substring(1),
                    "Give it as a flag, or run the command in a terminal to be asked. See: sistership init --help");
        }
        var line = Optional.ofNullable(console.get().readLine("%s: ", question)).orElse("").strip();
        return line.isEmpty() ? answer(flag, given, question) : line;
    }
}
