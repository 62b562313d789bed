package io.sistership.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A report as sections of tables, for writers that don't know what it is about.
///
/// @param good whether it ended as it should
/// @param facts what it is about, by name
record ReportPage(String title, boolean good, Map<String, String> facts, List<Section> sections) {

    ReportPage {
        sections = List.copyOf(sections);
    }

    /// A table with a heading.
    ///
    /// @param anchor its name in links
    record Section(String anchor, String heading, List<String> heads, List<List<String>> rows) {

        Section {
            heads = List.copyOf(heads);
            rows = List.copyOf(rows);
        }
    }

    /// Puts sections together; those without rows are left out. Confined.
    static final class Sections {

        private final List<Section> sections = new ArrayList<>();

        Sections add(String anchor, String heading, List<String> heads, List<List<String>> rows) {
            if (!rows.isEmpty()) {
                sections.add(new Section(anchor, heading, heads, rows));
            }
            return this;
        }

        Sections counts(String anchor, String heading, String head, Map<String, Long> counts) {
            var rows =
                    counts.entrySet().stream()
                            .map(e -> List.of(Sizes.count(e.getValue()), e.getKey()))
                            .toList();
            return add(anchor, heading, List.of("objects", head), rows);
        }

        List<Section> all() {
            return List.copyOf(sections);
        }
    }
}
