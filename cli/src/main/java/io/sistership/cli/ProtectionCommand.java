package io.sistership.cli;

import io.sistership.control.Protecting;
import io.sistership.model.Progress;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What `points protect` and `points unprotect` share.
abstract sealed class ProtectionCommand extends ReportingCommand
        permits ProtectCommand, UnprotectCommand {

    @Parameters(index = "0", paramLabel = "POINT", description = "The point's id.")
    private String point = "";

    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            description = "Which cluster, where there are several.")
    private String cluster = "";

    private final boolean wanted;

    ProtectionCommand(Terminal terminal, boolean wanted) {
        super(terminal);
        this.wanted = wanted;
    }

    @Override
    final Answer answer(Progress progress) {
        var application = application();
        var report =
                new Protecting(application)
                        .set(new Clusters(application).one(cluster), point, wanted);
        return new Answer(report, List.of(), 0, screen -> screen.line(text(report)));
    }

    abstract String text(Protecting.Report report);
}
