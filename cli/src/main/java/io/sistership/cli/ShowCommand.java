package io.sistership.cli;

import io.sistership.control.PointDetails;
import io.sistership.control.Points;
import io.sistership.model.Progress;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `sistership show`: looks inside a recovery point without showing contents.
@Command(
        name = "show",
        description = {
            "Look inside a recovery point: types, counts, sizes, consistency, what is missing and why.",
            "",
            "Contents are never shown. Names are, for the types asked for."
        },
        footer = {
            "  sistership show                          # the newest point",
            "  sistership show 20261123T094305Z-k7m2qa",
            "  sistership show --names deployments.apps"
        })
final class ShowCommand extends ReportingCommand {

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "POINT",
            description = "The point's id (default: the newest accepted one).")
    private String point = "";

    @Option(
            names = "--names",
            paramLabel = "TYPE",
            description =
                    "Also the names of this type's objects, as deployments.apps; may be repeated.")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            description = "Which cluster, where there are several.")
    private String cluster = "";

    ShowCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    Answer answer(Progress progress) {
        var details =
                new Points(application(), progress)
                        .show(new Clusters(application()).one(cluster), point, names);
        return new Answer(details, List.of(), 0, screen -> show(screen, details));
    }

    private static void show(Screen screen, PointDetails details) {
        var point = details.point();
        screen.heading("Recovery point " + point.point() + " of " + point.cluster());
        screen.line(
                "  created " + point.created() + ", number " + point.sequence() + " of its chain");
        screen.line("  signed by key " + details.signer());
        screen.line(
                "  after "
                        + (details.previous().isEmpty() ? "no other point" : details.previous()));
        screen.line(
                "  consistency: "
                        + point.consistency()
                        + (details.cut().isEmpty() ? "" : " (" + details.cut() + ")"));
        outside(screen, details);
        var table = new Table("type", "kind", "objects", "segments", "sealed", "class", "in cut");
        for (var type : details.types()) {
            table.row(
                    type.type(),
                    type.kind(),
                    Sizes.count(type.count()),
                    type.segments(),
                    Sizes.bytes(type.sealedBytes()),
                    type.sealedAs(),
                    type.inCut() ? "yes" : "no");
        }
        screen.heading("Types");
        screen.table(table);
        section(screen, "AWS documents", details.documents());
        section(screen, "Unavailable", details.unavailable());
        section(screen, "Left out by policy", details.leftOut());
        details.names()
                .forEach((type, names) -> {
                    screen.heading(type);
                    names.forEach(name -> screen.line("  " + name));
                });
    }

    private static void outside(Screen screen, PointDetails details) {
        var types =
                details.types().stream()
                        .filter(type -> !type.inCut())
                        .map(type -> type.type() + " (" + type.revision() + ")")
                        .toList();
        if (!details.cut().isEmpty() && !types.isEmpty()) {
            screen.line("  at revisions of their own: " + String.join(", ", types));
        }
    }

    private static void section(Screen screen, String heading, java.util.Map<String, ?> rows) {
        if (rows.isEmpty()) {
            return;
        }
        screen.heading(heading);
        rows.forEach((key, value) -> screen.line("  " + key + "  " + value));
    }
}
