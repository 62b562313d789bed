package io.sistership.cli;

import io.sistership.control.Protecting;
import picocli.CommandLine.Command;

/// `sistership points unprotect`.
@Command(
        name = "unprotect",
        description = {
            "Let a recovery point expire again.",
            "",
            "Legal holds are taken off its files, but for those that another protected point lists."
        },
        footer = "  sistership points unprotect 20261123T094305Z-k7m2qa")
final class UnprotectCommand extends ProtectionCommand {

    UnprotectCommand(Terminal terminal) {
        super(terminal, false);
    }

    @Override
    String text(Protecting.Report report) {
        return "Recovery point %s of %s expires by the tiers again"
                        .formatted(report.point(), report.cluster())
                + (report.holds() == 0
                        ? "."
                        : "; " + report.holds() + " legal holds are taken off.");
    }
}
