package io.sistership.cli;

import io.sistership.model.FailureKind;
import io.sistership.model.SistershipException;
import io.sistership.model.Suggestion;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// The `sistership` command.
public final class Main {

    private Main() {}

    /// Runs a command and ends the process with its exit code.
    public static void main(String[] arguments) {
        Logging.configure();
        System.exit(run(Terminal.ofProcess(), arguments));
    }

    /// Runs a command on this terminal.
    ///
    /// @return the exit code (product: "Exit codes")
    public static int run(Terminal terminal, String... arguments) {
        var failures = new Failures(terminal);
        var line = new CommandLine(new RootCommand(), new CommandFactory(terminal));
        line.setOut(terminal.out());
        line.setErr(terminal.err());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpAutoWidth(false);
        line.setUsageHelpWidth(100);
        line.setColorScheme(CommandLine.Help.defaultColorScheme(terminal.ansi()));
        line.setParameterExceptionHandler((e, given) -> usage(terminal, e, given));
        line.setExecutionExceptionHandler((e, command, _) ->
                failures.report(RootCommand.nameOf(command.getCommandSpec()), e, json(command)));
        return line.execute(arguments);
    }

    private static boolean json(CommandLine command) {
        return command.getCommand() instanceof ReportingCommand reporting && reporting.json();
    }

    private static int usage(Terminal terminal, ParameterException e, String... given) {
        var spec = e.getCommandLine().getCommandSpec();
        var suggestion =
                e instanceof UnmatchedArgumentException unmatched
                        ? suggestion(unmatched).map(word -> "Did you mean '" + word + "'?\n")
                        : Optional.<String>empty();
        var failure =
                new SistershipException(
                        FailureKind.USAGE,
                        "usage",
                        message(e),
                        suggestion.orElse("") + "See: " + spec.qualifiedName() + " --help",
                        e);
        return new Failures(terminal).report(RootCommand.nameOf(spec), failure, asksForJson(given));
    }

    private static String message(ParameterException e) {
        if (!(e instanceof UnmatchedArgumentException unmatched)) {
            var choice = e.getArgSpec() != null && e.getArgSpec().type().isEnum();
            return choice && e.getValue() != null
                    ? choice(e.getArgSpec(), e.getValue())
                    : String.valueOf(e.getMessage());
        }
        var word = unmatched.getUnmatched().getFirst();
        var commands = !e.getCommandLine().getSubcommands().isEmpty();
        var kind = word.startsWith("-") ? "option" : commands ? "command" : "argument";
        return "unknown " + kind + " '" + word + "'";
    }

    private static String choice(ArgSpec argument, String given) {
        var name =
                argument instanceof OptionSpec option
                        ? option.longestName()
                        : argument.paramLabel();
        var words =
                Stream.of(argument.type().getEnumConstants())
                        .map(word -> word.toString().toLowerCase(Locale.ROOT))
                        .toList();
        return name + " can't be '" + given + "': it is one of " + String.join(", ", words);
    }

    /// The line wasn't understood as a whole, so no command can say what was asked for.
    private static boolean asksForJson(String... given) {
        var line = String.join(" ", given).toLowerCase(Locale.ROOT);
        return line.matches(".*(-o[ =]?|--output[ =])json( .*)?");
    }

    private static Optional<String> suggestion(UnmatchedArgumentException e) {
        var spec = e.getCommandLine().getCommandSpec();
        var word = e.getUnmatched().getFirst();
        if (word.matches("-.")) {
            return Optional.empty(); // any letter is near to any other
        }
        var known =
                word.startsWith("-")
                        ? List.copyOf(spec.optionsMap().keySet())
                        : List.copyOf(spec.subcommands().keySet());
        return Suggestion.nearest(word, known);
    }
}
