package io.sistership.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

    private final Captured log = Captured.plain(Path.of(""));
    private final Captured person = new Captured(Path.of(""), true, false);

    @Test
    void a_log_gets_one_line_when_a_stage_ends() {
        try (var progress = new ProgressLine(log.terminal())) {
            progress.stage("discover", -1);
            progress.stage("capture", 1204);
            progress.advanced(1200, 14_300);
            progress.advanced(4, 700);
        }

        assertThat(log.err().lines())
                .hasSize(2)
                .satisfiesExactly(
                        line -> assertThat(line).matches("  done discover  \\d+\\.\\d s"),
                        line ->
                                assertThat(line)
                                        .matches(
                                                "  done capture  1,204 of 1,204(  [\\d,]+/s)?"
                                                        + "  15\\.0 kB  \\d+\\.\\d s"));
        assertThat(log.out()).isEmpty();
    }

    @Test
    void a_note_stands_on_a_line_of_its_own() {
        try (var progress = new ProgressLine(log.terminal())) {
            progress.stage("nodes", 2);
            progress.note("node group front: restored");
        }

        assertThat(log.err()).startsWith("  node group front: restored\n  done nodes  ");
    }

    @Test
    void a_person_sees_a_bar_that_fills_and_one_line_in_the_end() {
        try (var progress = new ProgressLine(person.terminal())) {
            progress.stage("capture", 48);
            progress.advanced(24, 0);
            progress.note("half"); // draws anew, however short the time since the last drawing
            progress.advanced(24, 0);
        }

        assertThat(person.err())
                .contains("\r\u001b[K  [" + " ".repeat(24) + "] capture  ")
                .contains(
                        "\r\u001b[K  [" + "#".repeat(12) + " ".repeat(12) + "] capture  24 of 48  ")
                .contains("\r\u001b[K  half\n")
                .contains("\r\u001b[K  done capture  48 of 48  ")
                .endsWith(" s\n");
        assertThat(person.out()).isEmpty();
    }

    @Test
    void more_than_was_expected_leaves_the_bar_full() {
        try (var progress = new ProgressLine(person.terminal())) {
            progress.stage("capture", 10);
            progress.advanced(15, 0);
            progress.note("more");
        }

        assertThat(person.err()).contains("[" + "#".repeat(24) + "] capture  15 of 10");
    }

    @Test
    void nothing_is_written_without_a_stage() {
        new ProgressLine(log.terminal()).close();

        assertThat(log.err()).isEmpty();
    }
}
