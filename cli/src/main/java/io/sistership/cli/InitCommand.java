package io.sistership.cli;

import io.sistership.control.InitReport;
import io.sistership.control.Initialization;
import io.sistership.model.Progress;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `sistership init`: writes the configuration; pins the signer once the stacks are there.
@Command(
        name = "init",
        description = {
            "Write sistership.yaml, from flags or by asking. It deploys nothing and overwrites nothing.",
            "",
            "Run it again once the access stacks are deployed: it pins the key that signs recovery points"
                    + " in the recovery environment. Until then every point is refused."
        },
        footer = {
            "  sistership init --application shop --cluster shop \\",
            "      --primary 111111111111/us-east-1 --primary-profile primary \\",
            "      --recovery 222222222222/us-west-2 --recovery-profile recovery",
            "  sistership init        # once the stacks are there: pin the signer, list pinned keys",
            "  sistership init --end-key 4c1f...    # after a key was replaced"
        })
final class InitCommand extends ReportingCommand {

    @Option(names = "--application", paramLabel = "NAME", description = "The application's name.")
    private String name = "";

    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            description = "A cluster to protect; may be given more than once.")
    private List<String> clusters = new ArrayList<>();

    @Option(
            names = "--primary",
            paramLabel = "ACCOUNT/REGION",
            description = "Where the workload runs.")
    private String primary = "";

    @Option(
            names = "--primary-profile",
            paramLabel = "PROFILE",
            description = "Its credentials (default: those of the environment).")
    private String primaryProfile = "";

    @Option(
            names = "--recovery",
            paramLabel = "ACCOUNT/REGION",
            description = "Where it will be rebuilt.")
    private String recovery = "";

    @Option(
            names = "--recovery-profile",
            paramLabel = "PROFILE",
            description = "Its credentials (default: those of the environment).")
    private String recoveryProfile = "";

    @Option(
            names = "--end-key",
            paramLabel = "KEY",
            description = {
                "End a pinned key: what it signed until now stays good, nothing more is accepted.",
                "KEY is the id that init lists."
            })
    private String endKey = "";

    InitCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    Answer answer(Progress progress) {
        var initialization = new Initialization(file(), progress);
        var report =
                endKey.isEmpty() ? initialization.run(this::draft) : initialization.end(endKey);
        return new Answer(
                report, report.issues(), report.issues().isEmpty() ? 0 : 1, s -> show(s, report));
    }

    private Initialization.Draft draft() {
        var questions = new Questions(terminal());
        return new Initialization.Draft(
                questions.answer("--application", name, "Name of the application"),
                clusters.isEmpty()
                        ? List.of(questions.answer("--cluster", "", "Name of the EKS cluster"))
                        : clusters,
                questions.answer(
                        "--primary", primary, "Primary account/region (111111111111/us-east-1)"),
                primaryProfile,
                questions.answer("--recovery", recovery, "Recovery account/region"),
                recoveryProfile);
    }

    private static void show(Screen screen, InitReport report) {
        report.done().forEach(line -> screen.line(screen.terminal().green("done ") + line));
        if (!report.next().isEmpty()) {
            screen.heading("Next");
            report.next().forEach(line -> screen.line("  " + line));
        }
    }
}
