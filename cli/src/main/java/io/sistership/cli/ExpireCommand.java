package io.sistership.cli;

import io.sistership.control.ExpiryReport;
import io.sistership.control.PointExpiry;
import io.sistership.model.Progress;
import io.sistership.model.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// `sistership points expire`: applies the retention tiers.
@Command(
        name = "expire",
        description = {
            "Take expired recovery points out of the vault, by `retention` in sistership.yaml: the newest point of"
                    + " each hour, day and month is kept, as many as the tiers say; the newest accepted one and"
                    + " protected ones always.",
            "",
            "Without --apply it only says what would go. With them go the segments that no kept point lists,"
                    + " and what captures that died left behind. What Object Lock holds stays, and is listed."
        },
        footer = {
            "  sistership points expire                 # what would go",
            "  sistership points expire --apply",
            "  sistership points expire -o json | jq '.result.clusters[].locked'"
        })
final class ExpireCommand extends ReportingCommand {

    private static final int SHOWN = 20;

    @Option(names = "--apply", description = "Delete it.")
    private boolean apply;

    @Option(
            names = "--grace",
            paramLabel = "TIME",
            converter = Time.class,
            description =
                    "How long unfinished points and segments that nobody lists are left alone: 90m, 36h, 2d"
                            + " (default: 24h). Shorter only while nothing captures.")
    private Duration grace = PointExpiry.standardGrace();

    ExpireCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    Answer answer(Progress progress) {
        var expiry = new PointExpiry(application(), grace, progress);
        var expired = apply ? expiry.apply() : expiry.plan();
        var worse = expired.issues().stream().anyMatch(issue -> issue.severity() != Severity.INFO);
        return new Answer(
                Map.of("clusters", expired.reports()),
                expired.issues(),
                worse ? 1 : 0,
                screen -> expired.reports().forEach(report -> show(screen, report)));
    }

    private static void show(Screen screen, ExpiryReport report) {
        boolean done = report.applied();
        screen.heading((done ? "Expired points of " : "What would expire of ") + report.cluster());
        points(screen, report.expired(), "", done ? "gone" : "goes");
        points(screen, report.leftovers(), " (never finished)", done ? "gone" : "goes");
        points(
                screen,
                report.outbox(),
                " (in the primary's outbox)",
                done ? "cleared" : "is cleared");
        screen.line(
                "  %d of %d points %s; with them %d segments, %s in all"
                        .formatted(
                                report.expired().size(),
                                report.expired().size() + report.kept(),
                                done ? "gone" : "would go",
                                report.segments(),
                                Sizes.bytes(report.bytes())));
        if (report.spared() > 0) {
            screen.line(
                    "  %d files stay: a point that lists them came meanwhile"
                            .formatted(report.spared()));
        }
        locked(screen, report.locked());
        if (!done) {
            screen.line("  Nothing was deleted. Do it: sistership points expire --apply");
        }
    }

    private static void points(Screen screen, List<String> points, String what, String word) {
        points.stream()
                .limit(SHOWN)
                .forEach(point -> screen.line("  " + word + "  " + point + what));
        if (points.size() > SHOWN) {
            screen.line("  ... and " + (points.size() - SHOWN) + " more");
        }
    }

    private static void locked(Screen screen, List<ExpiryReport.Locked> files) {
        if (files.isEmpty()) {
            return;
        }
        screen.heading(Sizes.count(files.size()) + " expired, locked still");
        var table = new Table("locked until", "file");
        files.stream().limit(SHOWN).forEach(file -> table.row(file.until(), file.file()));
        screen.table(table);
        if (files.size() > SHOWN) {
            screen.line("  ... and " + (files.size() - SHOWN) + " more (-o json has them)");
        }
    }

    /// `90m`, `36h`, `2d`, `0s`.
    static final class Time implements ITypeConverter<Duration> {

        @Override
        public Duration convert(String text) {
            if (!text.matches("[0-9]{1,6}[smhd]")) {
                throw new TypeConversionException(
                        "'" + text + "' is no time: write it as 90m, 36h or 2d");
            }
            var number = Long.parseLong(text.substring(0, text.length() - 1));
            return switch (text.charAt(text.length() - 1)) {
                case 's' -> Duration.ofSeconds(number);
                case 'm' -> Duration.ofMinutes(number);
                case 'h' -> Duration.ofHours(number);
                default -> Duration.ofDays(number);
            };
        }
    }
}
