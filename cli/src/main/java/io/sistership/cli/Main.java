package io.sistership.cli;

import io.sistership.model.Suggestion;
import java.util.List;
import picocli.CommandLine;
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
        line.setParameterExceptionHandler((e, _) -> usage(terminal, e));
        line.setExecutionExceptionHandler(
                (e, command, _) -> failures.report(command.getCommandName(), e, json(command)));
        return line.execute(arguments);
    }

    private static boolean json(CommandLine command) {
        return command.getCommand() instanceof ReportingCommand reporting && reporting.json();
    }

    private static int usage(Terminal terminal, ParameterException e) {
        var err = terminal.err();
        err.println(terminal.red("error: ") + e.getMessage());
        if (e instanceof UnmatchedArgumentException unmatched) {
            suggestion(unmatched).ifPresent(word -> err.println("Did you mean '" + word + "'?"));
        }
        err.println("See: " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        err.flush();
        return 2;
    }

    private static java.util.Optional<String> suggestion(UnmatchedArgumentException e) {
        var spec = e.getCommandLine().getCommandSpec();
        var word = e.getUnmatched().getFirst();
        var known =
                word.startsWith("-")
                        ? List.copyOf(spec.optionsMap().keySet())
                        : List.copyOf(spec.subcommands().keySet());
        return Suggestion.nearest(word, known);
    }
}
