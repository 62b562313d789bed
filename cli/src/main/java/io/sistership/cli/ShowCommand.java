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
            "Look inside a recovery point: types, counts, sizes, consistency, what is missing and why; with a"
                    + " type, its objects' names; with names, those objects.",
            "",
            "An object is written to standard output byte for byte as the API server sent it. A Secret's"
                    + " values are never shown: in their place stand digests under a key of this run, which"
                    + " are equal where the values are."
        },
        footer = {
            "  sistership show                          # the newest point",
            "  sistership show 20261123T094305Z-k7m2qa",
            "  sistership show newest deployments.apps",
            "  sistership show newest deployments.apps shop/web | jq .spec.replicas",
            "  sistership show newest secrets shop/payments shop/copy"
        })
final class ShowCommand extends ReportingCommand {

    private static final String NEWEST = "newest";

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "POINT",
            description = "The point's id, or newest (default): the newest accepted one.")
    private String point = NEWEST;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "TYPE",
            description = "A type, as deployments.apps: the names of its objects.")
    private String type = "";

    @Parameters(
            index = "2..*",
            paramLabel = "NAME",
            description =
                    "Objects of that type, as NAMESPACE/NAME (or NAME): the objects themselves.")
    private List<String> objects = new ArrayList<>();

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
        var points = new Points(application(), progress);
        var from = new Clusters(application()).one(cluster);
        var id = point.equals(NEWEST) ? "" : point;
        if (!objects.isEmpty()) {
            var shown = points.objects(from, id, type, objects);
            return new Answer(shown, List.of(), 0, screen -> ShownObjects.show(screen, shown));
        }
        var details = points.show(from, id, type.isEmpty() ? List.of() : List.of(type));
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
