package io.sistership.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `sistership` alone: says what there is.
@Command(
        name = "sistership",
        version = RootCommand.VERSION,
        mixinStandardHelpOptions = true,
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Disaster recovery for Amazon EKS: keeps, in another account and region, everything needed"
                    + " to rebuild a cluster, and rebuilds it there."
        },
        footerHeading = "%nThe usual road:%n",
        footer = {
            "  sistership init --application shop ...   write sistership.yaml",
            "  sistership access recovery               print the access stack to deploy there",
            "  sistership capture                       make a recovery point now",
            "  sistership check                         what isn't recoverable yet, and what mends it",
            "  sistership plan                          what a recovery would do; writes nothing",
            "  sistership recover                       do it; run again, it goes on",
            "  sistership verify                        hold the recovery cluster against the point",
            "  sistership release                       let go what was kept standing still",
            "",
            "Exit codes: 0 done; 1 done, with issues or differences; 2 usage or configuration;",
            "  3 recovery point refused; 4 credentials, not found, unreachable, certificate, not",
            "  authorised; 5 refused before any write; 6 unfinished, or objects failed;",
            "  70 internal error; 130 interrupted (resumable)."
        },
        subcommands = {
            InitCommand.class,
            AccessCommand.class,
            PolicyCommand.class,
            CaptureCommand.class,
            PointsCommand.class,
            ShowCommand.class,
            CheckCommand.class,
            PlanCommand.class,
            RecoverCommand.class,
            VerifyCommand.class,
            ReleaseCommand.class
        })
final class RootCommand implements Runnable {

    static final String VERSION = "sistership 0.1.0";

    @Spec private @org.jspecify.annotations.Nullable CommandSpec spec;

    /// What people type after `sistership`: `points expire`.
    static String nameOf(CommandSpec command) {
        return command.qualifiedName().replaceFirst("^sistership ", "");
    }

    @Override
    public void run() {
        throw new ParameterException(
                java.util.Objects.requireNonNull(spec).commandLine(), "name a command");
    }
}
