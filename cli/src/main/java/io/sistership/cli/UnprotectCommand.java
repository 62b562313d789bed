package io.sistership.cli;

import io.sistership.control.Protecting;
import io.sistership.model.Progress;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `sistership points unprotect`.
@Command(
        name = "unprotect",
        description = {
            "Let a recovery point expire again.",
            "",
            "Legal holds are taken off its files, but for those that another protected point lists."
        },
        footer = "  sistership points unprotect 20261123T094305Z-k7m2qa")
final class UnprotectCommand extends ReportingCommand {

    @Parameters(index = "0", paramLabel = "POINT", description = "The point's id.")
    private String point = "";

    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            description = "Which cluster, where there are several.")
    private String cluster = "";

    UnprotectCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    Answer answer(Progress progress) {
        var application = application();
        var report =
                new Protecting(application)
                        .set(new Clusters(application).one(cluster), point, false);
        return new Answer(report, List.of(), 0, screen -> screen.line(text(report)));
    }

    private static String text(Protecting.Report report) {
        return "Recovery point %s of %s expires by the tiers again"
                        .formatted(report.point(), report.cluster())
                + (report.holds() == 0
                        ? "."
                        : "; " + report.holds() + " legal holds are taken off.");
    }
}
