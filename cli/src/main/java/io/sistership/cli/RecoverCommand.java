package io.sistership.cli;

import io.sistership.control.Recovery;
import io.sistership.control.RecoveryReport;
import io.sistership.model.Progress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `sistership recover`: does the plan.
@Command(
        name = "recover",
        description = {
            "Rebuild a cluster in the recovery environment from a recovery point: verify the point, plan, make"
                    + " the cluster with its node groups and Fargate profiles, restore every object.",
            "",
            "Killed anywhere, it goes on when run again. It changes nothing that it didn't make, but what the"
                    + " plan says. A saved plan is done as it is, with what was accepted when it was saved; it"
                    + " is refused where its file was altered, it is another application's or target's, or"
                    + " something else would be done now.",
            "",
            "At the end it waits for what worked when it was captured (--ready-within), and names what doesn't."
        },
        footer = {
            "  sistership recover",
            "  sistership recover --plan shop.plan      # exactly this plan, or a refusal that says what changed",
            "  sistership recover --report recovery.html",
            "  sistership recover --target shop-drill   # beside whatever is there"
        })
final class RecoverCommand extends ReportingCommand {

    @Mixin private RecoveryOptions options = new RecoveryOptions();
    @Mixin private ReportFile reportFile = new ReportFile();
    @Mixin private ReadyWithin ready = new ReadyWithin();

    @Option(
            names = "--plan",
            paramLabel = "FILE",
            description =
                    "A plan that `plan --save` wrote. It says point, target and what is accepted.")
    private @Nullable Path plan;

    RecoverCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    Answer answer(Progress progress) {
        var recovery = new Recovery(application(), ready.time(), progress);
        var recovered =
                plan == null
                        ? recovery.recover(options.request(application()))
                        : recovery.recover(terminal().directory().resolve(plan), options.said());
        var report = recovered.report();
        reportFile.write(this, () -> ReportPages.of(report, recovered.issues()));
        boolean clean = recovered.issues().isEmpty() && report.readiness().asCaptured();
        int exit = !report.complete() ? 6 : clean ? 0 : 1;
        return new Answer(report, recovered.issues(), exit, screen -> show(screen, report));
    }

    private static void show(Screen screen, RecoveryReport report) {
        screen.heading(
                (report.complete() ? "Recovered " : "Unfinished: ")
                        + report.target()
                        + " in "
                        + report.environment()
                        + " from point "
                        + report.point());
        var cloud = new Table("resource", "outcome", "detail");
        report.cloud()
                .forEach(row ->
                        cloud.row(
                                row.resource(),
                                PlanView.action(screen, row.action()),
                                row.detail()));
        screen.table(cloud);
        screen.heading(Sizes.count(report.captured()) + " objects captured");
        screen.table(PlanView.counts(screen, report.reasons()));
        if (!report.unfinished().isEmpty()) {
            screen.heading("Not there as planned");
            var table = new Table("object", "outcome", "cause");
            report.unfinished()
                    .forEach(each -> table.row(each.object(), each.outcome(), each.cause()));
            screen.table(table);
        }
        ReportFile.readiness(screen, report.readiness());
        ReportFile.loadBalancers(screen, report.loadBalancers());
        ReportFile.todo(screen, report.todo());
        screen.line("");
        if (!report.calls().isEmpty()) {
            screen.line("  calls beyond one write per object: " + report.calls());
        }
        screen.line("  " + CaptureCommand.times(report.millis()));
    }
}
