package io.sistership.cli;

import io.sistership.control.PointRow;
import io.sistership.control.Points;
import io.sistership.model.Progress;
import io.sistership.model.Severity;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/// `sistership points`: lists recovery points.
@Command(
        name = "points",
        description =
                "List the recovery points in the vault, newest first; each signature is verified.",
        synopsisSubcommandLabel = "[COMMAND]",
        commandListHeading = "%nCommands:%n",
        subcommands = {ExpireCommand.class, ProtectCommand.class, UnprotectCommand.class},
        footer = {
            "  sistership points",
            "  sistership points -o json | jq -r '.result.points[0].point'"
        })
final class PointsCommand extends ReportingCommand {

    PointsCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    Answer answer(Progress progress) {
        var found = new Points(application(), progress).list();
        var points = found.points();
        var bad =
                found.issues().stream().anyMatch(issue -> issue.severity() != Severity.INFO)
                        || points.stream().anyMatch(point -> point.status().startsWith("refused"));
        return new Answer(
                Map.of("points", points), found.issues(), bad ? 1 : 0, s -> show(s, points));
    }

    private static void show(Screen screen, List<PointRow> points) {
        if (points.isEmpty()) {
            screen.line("No recovery point yet: `sistership capture` makes one.");
            return;
        }
        var table =
                new Table(
                        "point",
                        "cluster",
                        "seq",
                        "created",
                        "objects",
                        "types",
                        "sealed",
                        "new",
                        "epoch",
                        "consistency",
                        "kept as",
                        "expires",
                        "status");
        for (var point : points) {
            table.row(
                    point.point(),
                    point.cluster(),
                    point.sequence(),
                    point.created(),
                    Sizes.count(point.objects()),
                    point.types(),
                    Sizes.bytes(point.sealedBytes()),
                    Sizes.bytes(point.newBytes()),
                    epoch(point),
                    point.consistency(),
                    keptBy(point),
                    expires(point),
                    point.status());
        }
        screen.table(table);
    }

    private static String epoch(PointRow point) {
        return point.epoch().equals(point.point()) ? "begins" : point.epoch();
    }

    private static String keptBy(PointRow point) {
        return point.keptBy().isEmpty() ? "expired" : String.join(", ", point.keptBy());
    }

    private static String expires(PointRow point) {
        boolean locked = point.keptBy().isEmpty() && !point.expires().isEmpty();
        return locked
                ? "locked until " + point.expires()
                : point.expires().isEmpty() ? "-" : point.expires();
    }
}
