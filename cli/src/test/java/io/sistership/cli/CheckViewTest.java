package io.sistership.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.control.CheckReport;
import io.sistership.control.CheckReport.IdentifierRow;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckViewTest {

    private final Captured terminal = Captured.plain(Path.of(""));

    @Test
    void shows_each_identifier_with_its_places_its_counterpart_and_how_it_was_found() {
        show(
                row("file system", "fs-1", 1234, "missing", List.of(), ""),
                row("subnet", "subnet-1", 1, "several", List.of("subnet-2", "subnet-3"), "tags"),
                row("role", "arn:r", 2, "found", List.of("arn:s"), "the same name"));

        assertThat(terminal.out())
                .isEqualTo(
                        """

                        Check of shop, by point 20261123T113932Z-x6a77v
                          to be recovered in 222222222222 us-west-2

                        Identifiers of the primary environment: 3, 2 without one counterpart
                          IDENTIFIER        USED AT                       COUNTERPART           FOUND BY
                          file system fs-1  ConfigMap a/b and 1,233 more  none
                          subnet subnet-1   ConfigMap a/b                 subnet-2 or subnet-3  tags
                          role arn:r        ConfigMap a/b and 1 more      arn:s                 the same name
                        """);
    }

    @Test
    void says_nothing_of_missing_ones_where_there_are_none() {
        show(row("role", "arn:r", 1, "found", List.of("arn:s"), "the same name"));

        assertThat(terminal.out().lines()).contains("Identifiers of the primary environment: 1");
    }

    private void show(IdentifierRow... rows) {
        new CheckView(new Screen(terminal.terminal()))
                .show(
                        new CheckReport(
                                "20261123T113932Z-x6a77v",
                                "shop",
                                "222222222222 us-west-2",
                                List.of(rows)));
    }

    private static IdentifierRow row(
            String kind,
            String identifier,
            long uses,
            String answer,
            List<String> counterparts,
            String found) {
        return new IdentifierRow(
                kind, identifier, uses, List.of("ConfigMap a/b"), answer, counterparts, found);
    }
}
