package io.sistership.cli;

import io.sistership.control.CaptureReport;
import io.sistership.control.CaptureRun;
import io.sistership.control.EpochReport;
import io.sistership.model.Issue;
import io.sistership.model.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/// `sistership capture`: one recovery point of each cluster, now.
@Command(
        name = "capture",
        description = {
            "Make a recovery point of each cluster now: survey the AWS configuration around it, capture every"
                    + " API object inside it at one revision, seal, sign, publish into the vault.",
            "",
            "It writes to the primary's scratch bucket and to the vault, and nothing else."
        },
        footer = {
            "  sistership capture",
            "  sistership capture -o json | jq '.result.captures[].point'"
        })
final class CaptureCommand extends ReportingCommand {

    CaptureCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    Answer answer(Progress progress) {
        var application = application();
        var run = new CaptureRun(application, progress);
        var reports = new ArrayList<CaptureReport>();
        var issues = new ArrayList<Issue>();
        for (var cluster : application.clusters()) {
            var captured = run.capture(cluster);
            reports.add(captured.report());
            issues.addAll(captured.issues());
        }
        var worse =
                issues.stream()
                        .anyMatch(issue -> issue.severity() != io.sistership.model.Severity.INFO);
        return new Answer(
                Map.of("captures", reports),
                issues,
                worse ? 1 : 0,
                screen -> show(screen, reports));
    }

    private static void show(Screen screen, List<CaptureReport> reports) {
        for (var report : reports) {
            screen.heading("Recovery point " + report.point() + " of " + report.cluster());
            screen.line(
                    "  %s objects of %d types and %d AWS documents, in %d segments, %s sealed"
                            .formatted(
                                    Sizes.count(report.objects()),
                                    report.types(),
                                    report.documents(),
                                    report.segments(),
                                    Sizes.bytes(report.sealedBytes())));
            screen.line("  " + epoch(report.epoch()));
            screen.line("  " + consistency(report));
            absent(screen, "unavailable", report.unavailable());
            screen.line(
                    "  left out by policy: "
                            + report.leftOut().size()
                            + " types (sistership show lists them)");
            screen.line("  " + times(report.millis()));
        }
    }

    private static String epoch(EpochReport epoch) {
        var written =
                "written: %d types whole, %d as what has changed (%s); listed again: %d types (%s)"
                        .formatted(
                                epoch.whole(),
                                epoch.changed(),
                                Sizes.bytes(epoch.writtenBytes()),
                                epoch.again(),
                                Sizes.bytes(epoch.againBytes()));
        return epoch.begun().isEmpty()
                ? written
                : "begins an epoch: " + epoch.begun() + "\n  " + written;
    }

    private static String consistency(CaptureReport report) {
        if (report.cut().isEmpty()) {
            return "no common revision: each type has its own";
        }
        return report.outsideCut().isEmpty()
                ? "all at one revision, " + report.cut()
                : "at one revision, "
                        + report.cut()
                        + ", but for "
                        + String.join(", ", report.outsideCut());
    }

    private static void absent(Screen screen, String word, Map<String, String> types) {
        types.forEach(
                (type, reason) -> screen.line("  " + word + ": " + type + " (" + reason + ")"));
    }

    static String times(Map<String, Long> millis) {
        var line = new ArrayList<String>();
        millis.forEach(
                (phase, took) -> line.add(phase + " " + Sizes.seconds(Duration.ofMillis(took))));
        return String.join(", ", line);
    }
}
