package io.sistership.cli;

import io.sistership.model.FailureKind;
import io.sistership.model.SistershipException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;

/// Writes a report as one HTML page that needs nothing else: no script, no font, no request. What
/// clusters and people named stands in it as text only.
///
/// The page forbids itself everything but its own style
/// (https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Content-Security-Policy).
final class HtmlReport {

    private static final String BEFORE_TITLE =
            """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            """;

    private static final String AFTER_TITLE =
            """
            <style>
            :root { --ink: #1b2530; --dim: #5c6975; --line: #d8dee4; --paper: #fff; --band: #f4f6f8; --good: #14713a; --bad: #b3261e }
            @media (prefers-color-scheme: dark) {
              :root { --ink: #e4e9ee; --dim: #9aa7b3; --line: #333d47; --paper: #12181e; --band: #1b232b; --good: #5fd08c; --bad: #ff8a80 }
            }
            * { box-sizing: border-box }
            body { margin: 0 auto; max-width: 70rem; padding: 1.5rem 1rem 4rem; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper) }
            h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 1rem; padding-left: .75rem; border-left: .4rem solid var(--bad); overflow-wrap: anywhere }
            h1.good { border-color: var(--good) }
            h2 { font-size: 1.1rem; margin: 2.25rem 0 .5rem }
            h2 small { color: var(--dim); font-weight: normal }
            dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: 0 }
            dt { color: var(--dim) }
            dd { margin: 0; overflow-wrap: anywhere }
            nav { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin: 1rem 0; padding: .5rem 0; border: solid var(--line); border-width: 1px 0 }
            a { color: inherit }
            table { width: 100%; border-collapse: collapse; font-size: .9rem }
            th { text-align: left; color: var(--dim); font-weight: 600; border-bottom: 2px solid var(--line); padding: .3rem .6rem }
            td { vertical-align: top; border-bottom: 1px solid var(--line); padding: .3rem .6rem; overflow-wrap: anywhere; white-space: pre-wrap }
            tr:nth-child(even) td { background: var(--band) }
            td.number, th.number { text-align: right; white-space: nowrap; width: 1%; font-variant-numeric: tabular-nums }
            footer { margin-top: 3rem; color: var(--dim); font-size: .85rem }
            @media (max-width: 40rem) {
              thead { position: absolute; clip-path: inset(50%); height: 1px; overflow: hidden }
              tr { display: block; padding: .5rem 0; border-bottom: 1px solid var(--line) }
              td, td.number { display: block; width: auto; text-align: left; border: 0; padding: .05rem 0 }
              tr:nth-child(even) td { background: none }
              td::before { content: attr(data-head) " "; color: var(--dim); font-size: .8rem }
            }
            @media print { nav { display: none } }
            </style>
            </head>
            <body>
            """;

    private final StringBuilder html = new StringBuilder();

    private HtmlReport() {}

    /// Replaces the file, if there is one.
    static void write(Path file, ReportPage page) {
        try {
            Files.writeString(file, of(page, Instant.now()));
        } catch (IOException e) {
            throw new SistershipException(
                    FailureKind.USAGE,
                    "report-file",
                    file + " can't be written: " + e.getMessage(),
                    "Name another file with --report. What the command did stands all the same.",
                    e);
        }
    }

    static String of(ReportPage page, Instant made) {
        var report = new HtmlReport();
        report.page(page, made);
        return report.html.toString();
    }

    private void page(ReportPage page, Instant made) {
        html.append(BEFORE_TITLE).append("<title>").append(escape(page.title()));
        html.append("</title>\n").append(AFTER_TITLE);
        html.append("<main>\n<h1").append(page.good() ? " class=\"good\"" : "").append('>');
        html.append(escape(page.title())).append("</h1>\n<dl>\n");
        page.facts().forEach(this::fact);
        html.append("</dl>\n<nav>\n");
        page.sections().forEach(this::link);
        html.append("</nav>\n");
        page.sections().forEach(this::section);
        html.append("</main>\n<footer>Made by Sistership, ")
                .append(made.truncatedTo(ChronoUnit.SECONDS))
                .append("</footer>\n</body>\n</html>\n");
    }

    private void fact(String name, String value) {
        html.append("<dt>").append(escape(name)).append("</dt><dd>");
        html.append(escape(value)).append("</dd>\n");
    }

    private void link(ReportPage.Section section) {
        html.append("<a href=\"#").append(escape(section.anchor())).append("\">");
        html.append(escape(section.heading())).append("</a>\n");
    }

    private void section(ReportPage.Section section) {
        html.append("<section>\n<h2 id=\"").append(escape(section.anchor())).append("\">");
        html.append(escape(section.heading())).append(" <small>").append(section.rows().size());
        html.append("</small></h2>\n<table>\n<thead><tr>");
        var columns =
                IntStream.range(0, section.heads().size())
                        .mapToObj(i -> Column.of(section, i))
                        .toList();
        columns.forEach(column -> cell("<th" + column.style() + ">", column.head(), "</th>"));
        html.append("</tr></thead>\n<tbody>\n");
        section.rows().forEach(row -> row(columns, row));
        html.append("</tbody>\n</table>\n</section>\n");
    }

    /// @param style an attribute, or nothing
    private record Column(String head, String style) {

        static Column of(ReportPage.Section section, int index) {
            boolean numbers =
                    section.rows().stream()
                            .allMatch(row ->
                                    row.get(index).matches("[0-9][0-9.,]*( s| min( [0-9]+ s)?)?"));
            return new Column(section.heads().get(index), numbers ? " class=\"number\"" : "");
        }
    }

    /// On a narrow screen each cell says which column it is of.
    private void row(List<Column> columns, List<String> row) {
        html.append("<tr>");
        for (int i = 0; i < row.size(); i++) {
            var column = columns.get(i);
            var named = " data-head=\"" + escape(column.head()) + "\"";
            cell("<td" + column.style() + named + ">", row.get(i), "</td>");
        }
        html.append("</tr>\n");
    }

    private void cell(String begin, String text, String end) {
        html.append(begin).append(escape(text)).append(end);
    }

    /// Every character that means something in HTML, in text and in quoted attributes; what can't be
    /// seen, or turns the direction of what follows, is written as its number.
    static String escape(String text) {
        var escaped = new StringBuilder(text.length() + 16);
        text.codePoints()
                .forEach(c -> {
                    switch (c) {
                        case '&' -> escaped.append("&amp;");
                        case '<' -> escaped.append("&lt;");
                        case '>' -> escaped.append("&gt;");
                        case '"' -> escaped.append("&quot;");
                        case '\'' -> escaped.append("&#39;");
                        case '\n' -> escaped.append('\n');
                        default -> {
                            int kind = Character.getType(c);
                            boolean unseen =
                                    kind == Character.CONTROL
                                            || kind == Character.FORMAT
                                            || kind == Character.SURROGATE;
                            if (unseen) {
                                escaped.append("\\u%04x".formatted(c));
                            } else {
                                escaped.appendCodePoint(c);
                            }
                        }
                    }
                });
        return escaped.toString();
    }
}
