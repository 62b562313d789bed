package io.sistership.cli;

import io.sistership.control.CheckReport;
import io.sistership.control.CheckReport.IdentifierRow;

/// What a check found, as a person reads it; the issues follow below.
final class CheckView {

    private final Screen screen;

    CheckView(Screen screen) {
        this.screen = screen;
    }

    void show(CheckReport check) {
        screen.heading("Check of " + check.cluster() + ", by point " + check.point());
        screen.line("  to be recovered in " + check.environment());
        var open = check.identifiers().stream().filter(row -> !isFound(row)).count();
        screen.heading(
                "Identifiers of the primary environment: "
                        + Sizes.count(check.identifiers().size())
                        + (open == 0 ? "" : ", " + Sizes.count(open) + " without one counterpart"));
        var table = new Table("identifier", "used at", "counterpart", "found by");
        check.identifiers()
                .forEach(row ->
                        table.row(
                                row.kind() + " " + row.identifier(),
                                usedAt(row),
                                counterpart(row),
                                row.found()));
        screen.table(table);
    }

    private static boolean isFound(IdentifierRow row) {
        return row.answer().equals("found");
    }

    private static String usedAt(IdentifierRow row) {
        var first = row.places().getFirst();
        return row.uses() == 1 ? first : first + " and " + Sizes.count(row.uses() - 1) + " more";
    }

    private String counterpart(IdentifierRow row) {
        var terminal = screen.terminal();
        if (isFound(row)) {
            return row.counterparts().getFirst();
        }
        return terminal.red(
                row.counterparts().isEmpty() ? "none" : String.join(" or ", row.counterparts()));
    }
}
