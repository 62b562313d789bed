package io.sistership.cli;

import io.sistership.control.PolicyReport;
import io.sistership.model.Progress;
import picocli.CommandLine.Command;

/// `sistership policy`: what captures leave out, and why.
@Command(
        name = "policy",
        description = {
            "Print what captures leave out, and why. Everything else is captured.",
            "",
            "The standard comes with the program; capture.leaveOut and capture.take in sistership.yaml"
                    + " change it. Leaving out what a recovery needs is warned about (exit code 1)."
        },
        footer = {
            "  sistership policy",
            "  sistership policy -o json | jq -r '.result.leftOut[].types'"
        })
final class PolicyCommand extends ReportingCommand {

    PolicyCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    Answer answer(Progress progress) {
        var application = application();
        var report = PolicyReport.of(application);
        var issues = PolicyReport.issues(application);
        return new Answer(report, issues, issues.isEmpty() ? 0 : 1, screen -> show(screen, report));
    }

    private static void show(Screen screen, PolicyReport report) {
        screen.heading("Left out of captures");
        var table = new Table("types", "from", "why");
        report.leftOut().forEach(it -> table.row(it.types(), it.from(), it.reason()));
        screen.table(table);
        if (!report.taken().isEmpty()) {
            screen.heading("Captured though the standard leaves it out");
            report.taken().forEach(it -> screen.line("  " + it));
        }
    }
}
