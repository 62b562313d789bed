package io.sistership.cli;

import io.sistership.control.Verification;
import io.sistership.control.VerifyReport;
import io.sistership.model.Progress;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `sistership verify`: holds the recovery cluster against the point again.
@Command(
        name = "verify",
        description = {
            "Read the recovery cluster back and compare every object with the translated recovery point.",
            "",
            "A difference counts as explained only by a named rule; the rules in use are printed. Then it waits"
                    + " until what worked when it was captured works again (--ready-within), and names what"
                    + " doesn't and why: workloads, claims, webhooks, API services.",
            "",
            "Exits with 0 where all is as captured, 1 where something differs or doesn't run as it did. What wasn't"
                    + " ready when it was captured is listed, and is no failure."
        },
        footer = {
            "  sistership verify",
            "  sistership verify --report verify.html",
            "  sistership verify --ready-within 0s      # one look",
            "  sistership verify -o json | jq '.result.differences'"
        })
final class VerifyCommand extends ReportingCommand {

    private static final int SHORT = 20;

    @Mixin private RecoveryOptions options = new RecoveryOptions();
    @Mixin private ReportFile reportFile = new ReportFile();
    @Mixin private ReadyWithin ready = new ReadyWithin();

    @Option(names = "--full", description = "Every difference, not only the first ones.")
    private boolean full;

    VerifyCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    Answer answer(Progress progress) {
        var verified =
                new Verification(application(), ready.time(), progress)
                        .verify(options.request(application()));
        var report = verified.report();
        reportFile.write(this, () -> ReportPages.of(report, verified.issues()));
        boolean clean = verified.issues().isEmpty() && report.readiness().asCaptured();
        int exit = report.same() && clean ? 0 : 1;
        return new Answer(report, verified.issues(), exit, screen -> show(screen, report));
    }

    private void show(Screen screen, VerifyReport report) {
        var terminal = screen.terminal();
        screen.heading(
                (report.same() ? terminal.green("The same ship: ") : terminal.red("Not the same: "))
                        + report.target()
                        + " in "
                        + report.environment()
                        + " against point "
                        + report.point());
        screen.line("  " + Sizes.count(report.captured()) + " objects captured");
        counts(screen, "outcome", report.totals());
        section(screen, "Left out", report.leftOut());
        rules(screen, report);
        section(screen, "Only there, by reason", report.surplus());
        differences(screen, report);
        list(screen, "Missing", report.missing());
        list(screen, "Unexpected", report.unexpected());
        ReportFile.readiness(screen, report.readiness());
        ReportFile.loadBalancers(screen, report.loadBalancers());
        ReportFile.todo(screen, report.todo());
        screen.line("");
        screen.line("  read and compared in " + Sizes.seconds(Duration.ofMillis(report.millis())));
    }

    private static void section(Screen screen, String heading, Map<String, Long> counts) {
        if (!counts.isEmpty()) {
            screen.heading(heading);
            counts(screen, "why", counts);
        }
    }

    private static void rules(Screen screen, VerifyReport report) {
        if (!report.explained().isEmpty()) {
            screen.heading("Differences explained, by rule");
            var table = new Table("differences", "rule", "why");
            ReportPages.rules(report).forEach(row -> table.row(row.toArray()));
            screen.table(table);
        }
    }

    private static void counts(Screen screen, String head, Map<String, Long> counts) {
        var table = new Table("objects", head);
        counts.forEach((reason, count) -> table.row(Sizes.count(count), reason));
        screen.table(table);
    }

    private void differences(Screen screen, VerifyReport report) {
        if (report.differences().isEmpty()) {
            return;
        }
        screen.heading("Different: " + report.differences().size());
        var table = new Table("object", "difference");
        report.differences().stream()
                .limit(full ? Long.MAX_VALUE : SHORT)
                .forEach(d -> table.row(d.object(), d.place()));
        screen.table(table);
        if (!full && report.differences().size() > SHORT) {
            screen.line("  ... and " + (report.differences().size() - SHORT) + " more (--full)");
        }
    }

    private static void list(Screen screen, String heading, java.util.List<String> objects) {
        if (!objects.isEmpty()) {
            screen.heading(heading + ": " + objects.size());
            objects.forEach(object -> screen.line("  " + object));
        }
    }
}
