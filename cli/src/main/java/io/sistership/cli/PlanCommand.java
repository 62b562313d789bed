package io.sistership.cli;

import io.sistership.control.PlanReport;
import io.sistership.control.Planning;
import io.sistership.model.Progress;
import java.nio.file.Path;
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
            "  sistership plan --save plan.json && sistership recover --plan plan.json"
        })
final class PlanCommand extends ReportingCommand {

    @Mixin private RecoveryOptions options = new RecoveryOptions();

    @Option(names = "--full", description = "Every object and every translation, not only counts.")
    private boolean full;

    @Option(
            names = "--save",
            paramLabel = "FILE",
            description = "Write the plan to a file for `recover --plan`.")
    private @Nullable Path save;

    PlanCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    Answer answer(Progress progress) {
        var planned = new Planning(application(), progress).plan(options.request(application()));
        if (save != null) {
            PlanFile.write(terminal().directory().resolve(save), planned.report());
        }
        var blocked = planned.issues().stream().anyMatch(io.sistership.model.Issue::blocks);
        return new Answer(
                planned.report(),
                planned.issues(),
                blocked ? 5 : planned.issues().isEmpty() ? 0 : 1,
                screen -> new PlanView(screen, full).show(planned.report()));
    }

    static String place(PlanReport report) {
        return report.target() + " in " + report.environment();
    }
}
