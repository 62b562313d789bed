package io.sistership.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/// Rows in columns as wide as they need to be; columns of numbers stand right. Confined.
final class Table {

    private static final String ESCAPE = "\u001b\\[[0-9;]*m";

    private final List<String> heads;
    private final List<List<String>> rows = new ArrayList<>();

    Table(String... heads) {
        this.heads = List.of(heads);
    }

    Table row(Object... cells) {
        rows.add(java.util.Arrays.stream(cells).map(String::valueOf).toList());
        return this;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    void print(PrintWriter out, Terminal terminal) {
        var widths = widths();
        out.println(terminal.dim(line(heads.stream().map(String::toUpperCase).toList(), widths)));
        rows.forEach(row -> out.println(line(row, widths)));
    }

    private String line(List<String> cells, int[] widths) {
        var line = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            var cell = cells.get(column);
            var padding = " ".repeat(widths[column] - width(cell));
            line.append("  ").append(isNumber(column) ? padding + cell : cell + padding);
        }
        return line.toString().stripTrailing();
    }

    private boolean isNumber(int column) {
        return !rows.isEmpty()
                && rows.stream()
                        .allMatch(row ->
                                row.get(column).matches("[0-9][0-9.,]*( ?[kMG]?B| s| ms)?|-"));
    }

    private int[] widths() {
        var widths = new int[heads.size()];
        for (int column = 0; column < widths.length; column++) {
            widths[column] = heads.get(column).length();
            for (var row : rows) {
                widths[column] = Math.max(widths[column], width(row.get(column)));
            }
        }
        return widths;
    }

    private static int width(String cell) {
        return cell.replaceAll(ESCAPE, "").length();
    }
}
