package io.sistership.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/// What a benchmark saw, each figure with its bar or without one. Confined.
final class Figures {

    /// @param bar the most that it may be; NaN where the figure is for information
    private record Figure(String name, double value, String unit, double bar) {

        boolean met() {
            return Double.isNaN(bar) || value <= bar;
        }
    }

    private final List<Figure> figures = new ArrayList<>();

    /// Notes a figure that must not pass its bar.
    void hold(String name, double value, String unit, double bar) {
        note(new Figure(name, value, unit, bar));
    }

    /// Notes a figure for information.
    void tell(String name, double value, String unit) {
        note(new Figure(name, value, unit, Double.NaN));
    }

    private void note(Figure figure) {
        figures.add(figure);
        System.out.printf(
                "%-64s %10.3f %-8s %s%n",
                figure.name(),
                figure.value(),
                figure.unit(),
                Double.isNaN(figure.bar())
                        ? ""
                        : (figure.met() ? "met" : "MISSED") + " (bar " + figure.bar() + ")");
    }

    /// Whether every bar was met.
    boolean met() {
        return figures.stream().allMatch(Figure::met);
    }

    void write(Path file) throws IOException {
        var array = JsonMapper.shared().createArrayNode();
        for (var figure : figures) {
            var node = array.addObject();
            node.put("name", figure.name()).put("value", figure.value()).put("unit", figure.unit());
            if (!Double.isNaN(figure.bar())) {
                node.put("bar", figure.bar()).put("met", figure.met());
            }
        }
        var document = JsonMapper.shared().createObjectNode();
        document.put("schema", "sistership.io/bench/v1").put("met", met()).set("figures", array);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, document.toPrettyString() + "\n");
    }
}
