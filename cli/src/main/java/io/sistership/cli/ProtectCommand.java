package io.sistership.cli;

import io.sistership.control.Protecting;
import io.sistership.model.Progress;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `sistership points protect`.
@Command(
        name = "protect",
        description = {
            "Keep a recovery point from expiring, whatever the tiers say.",
            "",
            "In a vault with Object Lock every file that it lists gets a legal hold."
        },
        footer = "  sistership points protect 20261123T094305Z-k7m2qa")
final class ProtectCommand extends ReportingCommand {

    @Parameters(index = "0", paramLabel = "POINT", description = "The point's id.")
    private String point = "";

    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            description = "Which cluster, where there are several.")
    private String cluster = "";

    ProtectCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    Answer answer(Progress progress) {
        var application = application();
        var report =
                new Protecting(application)
                        .set(new Clusters(application).one(cluster), point, true);
        return new Answer(report, List.of(), 0, screen -> screen.line(text(report)));
    }

    private static String text(Protecting.Report report) {
        return "Recovery point %s of %s doesn't expire".formatted(report.point(), report.cluster())
                + (report.holds() == 0
                        ? "."
                        : "; " + report.holds() + " files are under a legal hold.");
    }
}
