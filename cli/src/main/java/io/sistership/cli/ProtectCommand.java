package io.sistership.cli;

import io.sistership.control.Protecting;
import picocli.CommandLine.Command;

/// `sistership points protect`.
@Command(
        name = "protect",
        description = {
            "Keep a recovery point from expiring, whatever the tiers say.",
            "",
            "In a vault with Object Lock every file that it lists gets a legal hold."
        },
        footer = "  sistership points protect 20261123T094305Z-k7m2qa")
final class ProtectCommand extends ProtectionCommand {

    ProtectCommand(Terminal terminal) {
        super(terminal, true);
    }

    @Override
    String text(Protecting.Report report) {
        return "Recovery point %s of %s doesn't expire".formatted(report.point(), report.cluster())
                + (report.holds() == 0
                        ? "."
                        : "; " + report.holds() + " files are under a legal hold.");
    }
}
