package io.sistership.cli;

import io.sistership.control.PlanReport;
import io.sistership.control.Planning;
import io.sistership.model.Progress;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `sistership plan`: the dry run.
@Command(
        name = "plan",
        description = {
            "Say what a recovery would do, without a write: every step on the AWS side, every object with"
                    + " its action and reason, every translated identifier, and what blocks."
        },
        footer = {
            "  sistership plan",
            "  sistership plan --full | less",
            "  sistership plan --save shop.plan         # signed, for: sistership recover --plan shop.plan"
        })
final class PlanCommand extends ReportingCommand {

    @Mixin private RecoveryOptions options = new RecoveryOptions();

    @Option(names = "--full", description = "Every object and every translation, not only counts.")
    private boolean full;

    @Option(
            names = "--save",
            paramLabel = "FILE",
            description =
                    "Write the whole plan to a file and sign it, for `recover --plan` (docs/plan-file.md).")
    private @Nullable Path save;

    PlanCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    Answer answer(Progress progress) {
        var file = Optional.ofNullable(save).map(terminal().directory()::resolve);
        var planned =
                new Planning(application(), progress).plan(options.request(application()), file);
        return new Answer(
                planned.report(),
                planned.issues(),
                planned.refused() ? 5 : planned.issues().isEmpty() ? 0 : 1,
                screen -> show(screen, planned.report()));
    }

    private void show(Screen screen, PlanReport report) {
        new PlanView(screen, full).show(report);
        if (save != null) {
            screen.line("");
            screen.line(
                    "  saved and signed; to do exactly this: sistership recover --plan " + save);
        }
    }

    static String place(PlanReport report) {
        return report.target() + " in " + report.environment();
    }
}
