package io.sistership.cli;

import io.sistership.control.PointRow;
import io.sistership.control.Points;
import io.sistership.model.Progress;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/// `sistership points`: lists recovery points.
@Command(
        name = "points",
        description =
                "List the recovery points in the vault, newest first; each signature is verified.",
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
        var points = new Points(application(), progress).list();
        var bad = points.stream().anyMatch(point -> !point.status().equals("ok"));
        return new Answer(Map.of("points", points), List.of(), bad ? 1 : 0, s -> show(s, points));
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
                        "consistency",
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
                    point.consistency(),
                    point.status());
        }
        screen.table(table);
    }
}
