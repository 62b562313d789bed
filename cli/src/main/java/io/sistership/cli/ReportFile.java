package io.sistership.cli;

import io.sistership.control.LoadBalancerRow;
import io.sistership.control.ReadinessReport;
import io.sistership.control.Todo;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What the reports of `recover` and `verify` have in common: the file that they may go to as well,
/// and what both say at their end.
final class ReportFile {

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Write the report as one HTML page, too.")
    private @Nullable Path file;

    void write(ReportingCommand command, Supplier<ReportPage> page) {
        if (file != null) {
            HtmlReport.write(command.terminal().directory().resolve(file), page.get());
        }
    }

    static void readiness(Screen screen, ReadinessReport readiness) {
        if (!readiness.ready().isEmpty()) {
            screen.heading("Ready");
            var table = new Table("objects", "kind");
            readiness.ready().forEach((kind, count) -> table.row(Sizes.count(count), kind));
            screen.table(table);
        }
        if (!readiness.unready().isEmpty()) {
            screen.heading("Not ready: " + readiness.unready().size());
            var table = new Table(ReportPages.UNREADY_HEADS.toArray(String[]::new));
            ReportPages.unready(readiness).forEach(row -> table.row(row.toArray()));
            screen.table(table);
        }
    }

    static void loadBalancers(Screen screen, List<LoadBalancerRow> rows) {
        if (!rows.isEmpty()) {
            screen.heading("Load balancers");
            var table = new Table(ReportPages.LOAD_BALANCER_HEADS.toArray(String[]::new));
            ReportPages.loadBalancers(rows)
                    .forEach(row ->
                            table.row(row.stream().map(c -> c.replace("\n", ", ")).toArray()));
            screen.table(table);
        }
    }

    static void todo(Screen screen, List<Todo> todo) {
        if (!todo.isEmpty()) {
            screen.heading("Still to do");
            for (var each : todo) {
                screen.line("  " + each.what());
                each.how().lines().forEach(line -> screen.line("      " + line));
            }
        }
    }
}
