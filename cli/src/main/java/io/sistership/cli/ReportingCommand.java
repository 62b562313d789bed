package io.sistership.cli;

import io.sistership.model.Application;
import io.sistership.model.ApplicationFile;
import io.sistership.model.Progress;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// What all commands share: the configuration file, how to report, and how to end.
@Command(
        version = RootCommand.VERSION,
        mixinStandardHelpOptions = true,
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        abbreviateSynopsis = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n")
abstract class ReportingCommand implements Callable<Integer> {

    enum Format {
        TEXT,
        JSON
    }

    private final Terminal terminal;

    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            defaultValue = "sistership.yaml",
            description = "The application's configuration (default: ${DEFAULT-VALUE}).")
    private Path file = Path.of("sistership.yaml");

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description =
                    "text for people (default); json for programs: one document, nothing else.")
    private Format format = Format.TEXT;

    ReportingCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /// Does the work of this command.
    abstract Answer answer(Progress progress);

    @Override
    public final Integer call() {
        Answer answer;
        try (var progress = new ProgressLine(terminal)) {
            answer = answer(progress);
        }
        if (json()) {
            JsonDocument.of(name(), answer.result(), answer.issues()).print(terminal.out());
        } else {
            var screen = new Screen(terminal);
            answer.text().accept(screen);
            screen.issues(answer.issues());
            terminal.out().flush();
        }
        return answer.exitCode();
    }

    final boolean json() {
        return format == Format.JSON;
    }

    final Terminal terminal() {
        return terminal;
    }

    final Path file() {
        return terminal.directory().resolve(file);
    }

    final Application application() {
        return ApplicationFile.read(file());
    }

    private String name() {
        return RootCommand.nameOf(Objects.requireNonNull(spec));
    }
}
