package io.sistership.cli;

import io.sistership.control.PlanReport;
import java.util.Map;
import java.util.TreeMap;

/// A plan as a person reads it: short by default.
final class PlanView {

    private static final int SHORT = 12;

    private final Screen screen;
    private final boolean full;

    PlanView(Screen screen, boolean full) {
        this.screen = screen;
        this.full = full;
    }

    void show(PlanReport plan) {
        screen.heading("Plan " + plan.id());
        screen.line("  recover point " + plan.point() + " of " + plan.cluster());
        screen.line("  as " + PlanCommand.place(plan) + " (recovery " + plan.recoveryId() + ")");
        cloud(plan);
        objects(plan);
        translations(plan);
    }

    private void cloud(PlanReport plan) {
        screen.heading("AWS");
        var table = new Table("step", "resource", "action", "why");
        plan.cloud()
                .forEach(row ->
                        table.row(row.step(), row.resource(), action(row.action()), row.detail()));
        screen.table(table);
    }

    private void objects(PlanReport plan) {
        screen.heading("Objects");
        if (full) {
            var table = new Table("wave", "object", "action", "why");
            plan.objects()
                    .forEach(row ->
                            table.row(
                                    row.wave(), row.object(), action(row.action()), row.detail()));
            screen.table(table);
            return;
        }
        screen.table(counts(screen, plan.reasons()));
    }

    static Table counts(Screen screen, Map<String, Map<String, Long>> reasons) {
        var table = new Table("objects", "action", "why");
        reasons.forEach((action, byReason) ->
                byReason.forEach((reason, count) ->
                        table.row(Sizes.count(count), action(screen, action), reason)));
        return table;
    }

    private void translations(PlanReport plan) {
        screen.heading("Translations: " + plan.translations().size() + " places");
        if (full) {
            var table = new Table("object", "path", "rule", "from", "to", "counterpart found by");
            plan.translations()
                    .forEach(t ->
                            table.row(t.object(), t.path(), t.rule(), t.from(), t.to(), t.found()));
            screen.table(table);
            return;
        }
        var places = new TreeMap<String, Long>();
        plan.translations()
                .forEach(t ->
                        places.merge(t.rule() + "\t" + t.from() + "\t" + t.to(), 1L, Long::sum));
        var table = new Table("places", "rule", "from", "to");
        places.entrySet().stream()
                .limit(SHORT)
                .forEach(e -> {
                    var parts = e.getKey().split("\t", -1);
                    table.row(Sizes.count(e.getValue()), parts[0], parts[1], parts[2]);
                });
        screen.table(table);
        if (places.size() > SHORT) {
            screen.line(
                    "  ... and " + (places.size() - SHORT) + " more (--full shows every place)");
        }
    }

    private String action(String action) {
        return action(screen, action);
    }

    static String action(Screen screen, String action) {
        var terminal = screen.terminal();
        return switch (action) {
            case "create", "restored" -> terminal.green(action);
            case "blocked", "failed" -> terminal.red(action);
            case "update", "recreate" -> terminal.yellow(action);
            default -> action;
        };
    }
}
