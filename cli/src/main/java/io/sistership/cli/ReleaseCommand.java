package io.sistership.cli;

import io.sistership.control.ReleaseReport;
import io.sistership.control.Releasing;
import io.sistership.model.Progress;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `sistership release`: lets go what a recovery brought back standing still.
@Command(
        name = "release",
        description = {
            "Let go what restore.quiesce in sistership.yaml kept standing still in the recovery cluster:"
                    + " replicas and schedules become what was captured.",
            "",
            "What somebody else put there, or scaled since, is left as it is and named."
        },
        footer = {"  sistership release", "  sistership release --target shop-drill"})
final class ReleaseCommand extends ReportingCommand {

    @Mixin private RecoveryOptions options = new RecoveryOptions();

    ReleaseCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    Answer answer(Progress progress) {
        var report = new Releasing(application(), progress).release(options.request(application()));
        int exit = report.left().isEmpty() ? 0 : 1;
        return new Answer(report, List.of(), exit, screen -> show(screen, report));
    }

    private static void show(Screen screen, ReleaseReport report) {
        screen.heading(
                "Released in %s in %s: %s; running already: %s"
                        .formatted(
                                report.target(),
                                report.environment(),
                                Sizes.count(report.released().size()),
                                Sizes.count(report.running().size())));
        report.released().forEach(object -> screen.line("  " + object));
        if (!report.left().isEmpty()) {
            screen.heading("Left as it is: " + report.left().size());
            var table = new Table("object", "why");
            report.left().forEach(table::row);
            screen.table(table);
        }
    }
}
