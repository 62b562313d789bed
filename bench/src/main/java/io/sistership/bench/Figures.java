package io.sistership.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/// What a benchmark saw, each figure with its bar or without one. Confined.
final class Figures {

    private enum Bound {
        AT_MOST(""),
        AT_LEAST("≥ "),
        NONE("");

        private final String sign;

        Bound(String sign) {
            this.sign = sign;
        }
    }

    /// @param bar what it is held to; NaN where the figure is for information
    private record Figure(String name, double value, String unit, Bound bound, double bar) {

        boolean informs() {
            return bound == Bound.NONE;
        }

        boolean met() {
            return switch (bound) {
                case AT_MOST -> value <= bar;
                case AT_LEAST -> value >= bar;
                case NONE -> true;
            };
        }

        String row() {
            var verdict =
                    informs()
                            ? ""
                            : "%8s  %s"
                                    .formatted(bound.sign + number(bar), met() ? "met" : "MISSED");
            return "  %-62s %9s %-5s%s"
                    .formatted(name, number(value), unit.equals("ratio") ? "" : unit, verdict)
                    .stripTrailing();
        }

        private static String number(double value) {
            return Math.abs(value) >= 100 ? "%.0f".formatted(value) : "%.2f".formatted(value);
        }
    }

    private final List<Figure> figures = new ArrayList<>();

    /// Notes a figure that must not pass its bar.
    void hold(String name, double value, String unit, double bar) {
        figures.add(new Figure(name, value, unit, Bound.AT_MOST, bar));
    }

    /// Notes a figure that must reach its bar.
    void reach(String name, double value, String unit, double bar) {
        figures.add(new Figure(name, value, unit, Bound.AT_LEAST, bar));
    }

    /// Notes a figure for information.
    void tell(String name, double value, String unit) {
        figures.add(new Figure(name, value, unit, Bound.NONE, Double.NaN));
    }

    /// Whether every bar was met.
    boolean met() {
        return figures.stream().allMatch(Figure::met);
    }

    /// Two tables: what is held to a bar, and what is for information.
    String table() {
        var text = new StringBuilder();
        text.append("  %-62s %9s %-5s%8s%n".formatted("HELD TO A BAR", "MEASURED", "", "BAR"));
        figures.stream().filter(it -> !it.informs()).forEach(it -> line(text, it));
        text.append("%n  FOR INFORMATION%n".formatted());
        figures.stream().filter(Figure::informs).forEach(it -> line(text, it));
        return text.toString();
    }

    private static void line(StringBuilder text, Figure figure) {
        text.append(figure.row()).append('\n');
    }

    void write(Path file) throws IOException {
        var array = JsonMapper.shared().createArrayNode();
        for (var figure : figures) {
            var node = array.addObject();
            node.put("name", figure.name()).put("value", figure.value()).put("unit", figure.unit());
            if (!figure.informs()) {
                node.put("bar", figure.bar()).put("met", figure.met());
                if (figure.bound() == Bound.AT_LEAST) {
                    node.put("bound", "at least");
                }
            }
        }
        var document = JsonMapper.shared().createObjectNode();
        document.put("schema", "sistership.io/bench/v1").put("met", met()).set("figures", array);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, document.toPrettyString() + "\n");
    }
}
