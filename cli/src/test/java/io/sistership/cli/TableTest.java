package io.sistership.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TableTest {

    private final Captured plain = Captured.plain(Path.of(""));
    private final Captured coloured = new Captured(Path.of(""), true, true);

    @Test
    void columns_are_as_wide_as_their_longest_cell_and_numbers_stand_right() {
        var table =
                new Table("type", "objects", "sealed")
                        .row("pods", "7", "812 B")
                        .row("deployments.apps", "1,204", "14.3 kB");

        table.print(plain.terminal().out(), plain.terminal());

        assertThat(plain.out())
                .isEqualTo(
                        """
                          TYPE              OBJECTS   SEALED
                          pods                    7    812 B
                          deployments.apps    1,204  14.3 kB
                        """);
    }

    @Test
    void a_column_with_one_word_in_it_stands_left() {
        var table = new Table("point", "seq").row("a", "1").row("b", "none").row("c", "12");

        table.print(plain.terminal().out(), plain.terminal());

        assertThat(plain.out()).isEqualTo("  POINT  SEQ\n  a      1\n  b      none\n  c      12\n");
    }

    @Test
    void colour_takes_no_room() {
        var terminal = coloured.terminal();
        var table =
                new Table("action", "why")
                        .row(terminal.green("create"), "new")
                        .row("adopt", "there");

        table.print(terminal.out(), terminal);

        assertThat(coloured.out())
                .isEqualTo(
                        """
                        \u001b[2m  ACTION  WHY\u001b[0m
                          \u001b[32mcreate\u001b[0m  new
                          adopt   there
                        """);
    }

    @Test
    void a_table_without_rows_is_its_heads() {
        var table = new Table("object", "cause");

        table.print(plain.terminal().out(), plain.terminal());

        assertThat(table.isEmpty()).isTrue();
        assertThat(plain.out()).isEqualTo("  OBJECT  CAUSE\n");
    }
}
