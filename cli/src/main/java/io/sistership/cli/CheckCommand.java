package io.sistership.cli;

import io.sistership.control.CheckReport;
import io.sistership.control.Checking;
import io.sistership.model.Issue;
import io.sistership.model.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `sistership check`: what isn't recoverable yet, and what mends it.
@Command(
        name = "check",
        description = {
            "Say what keeps the newest recovery point from being recovered, without a write: every"
                    + " identifier of the primary environment with the places that name it, its"
                    + " counterpart and how that was found, then every issue with what mends it.",
            "",
            "Exits with 5 while anything blocks a recovery."
        },
        footer = {
            "  sistership check",
            "  sistership check shop",
            "  sistership check -o json | jq '.result.checks[].identifiers[] | select(.answer !="
                    + " \"found\")'"
        })
final class CheckCommand extends ReportingCommand {

    @Parameters(
            paramLabel = "CLUSTER",
            arity = "0..1",
            defaultValue = "",
            description = "Only this cluster (default: each of the application's).")
    private String cluster = "";

    CheckCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    Answer answer(Progress progress) {
        var application = application();
        var clusters =
                cluster.isEmpty()
                        ? application.clusters()
                        : List.of(new Clusters(application).one(cluster));
        var checking = new Checking(application, progress);
        var reports = new ArrayList<CheckReport>();
        var issues = new ArrayList<Issue>();
        for (var each : clusters) {
            // A person reads one place of each identifier, a program all.
            var checked = checking.check(each, json() ? Integer.MAX_VALUE : 1);
            reports.add(checked.report());
            issues.addAll(checked.issues());
        }
        return new Answer(
                Map.of("checks", reports),
                issues,
                issues.stream().anyMatch(Issue::blocks) ? 5 : issues.isEmpty() ? 0 : 1,
                screen -> reports.forEach(new CheckView(screen)::show));
    }
}
