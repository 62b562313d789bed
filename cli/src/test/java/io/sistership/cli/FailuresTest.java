package io.sistership.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.model.FailureKind;
import io.sistership.model.Issue;
import io.sistership.model.SistershipException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailuresTest {

    private final Captured terminal = Captured.plain(Path.of(""));
    private final Failures failures = new Failures(terminal.terminal());

    @Test
    void people_are_told_what_is_wrong_and_what_to_do() {
        var exit = failures.report("show", noPoint(), false);

        assertThat(exit).isEqualTo(4);
        assertThat(terminal.err())
                .isEqualTo(
                        """
                        error: there is no recovery point of shop yet
                          Make one:
                          sistership capture
                        """);
        assertThat(terminal.out()).isEmpty();
    }

    @Test
    void programs_get_one_document_on_standard_output_and_people_still_see_why() {
        failures.report("show", noPoint(), true);

        assertThat(terminal.out())
                .isEqualTo(
                        """
                        {
                          "schema" : "sistership.io/show/v1",
                          "command" : "show",
                          "result" : null,
                          "issues" : [ {
                            "code" : "no-point",
                            "severity" : "BLOCKING",
                            "where" : "show",
                            "what" : "there is no recovery point of shop yet",
                            "fix" : "Make one:\\nsistership capture"
                          } ]
                        }
                        """);
        assertThat(terminal.err()).startsWith("error: there is no recovery point of shop yet\n");
    }

    @Test
    void a_result_keeps_its_shape_beside_its_issues() {
        var issue = Issue.warning("taint", "node a", "is lost", "add it");

        JsonDocument.of("points", Map.of("points", List.of()), List.of(issue))
                .print(terminal.terminal().out());

        assertThat(terminal.out())
                .isEqualTo(
                        """
                        {
                          "schema" : "sistership.io/points/v1",
                          "command" : "points",
                          "result" : {
                            "points" : [ ]
                          },
                          "issues" : [ {
                            "code" : "taint",
                            "severity" : "WARNING",
                            "where" : "node a",
                            "what" : "is lost",
                            "fix" : "add it"
                          } ]
                        }
                        """);
    }

    @ParameterizedTest
    @CsvSource({"USAGE,2", "POINT_REFUSED,3", "ACCESS,4", "REFUSED,5", "UNFINISHED,6"})
    void each_kind_of_failure_has_its_exit_code(FailureKind kind, int expected) {
        var failure = new SistershipException(kind, "some-code", "some message", "");

        assertThat(failures.report("plan", failure, false)).isEqualTo(expected);
        assertThat(terminal.err()).isEqualTo("error: some message\n");
    }

    @Test
    void what_nobody_foresaw_is_an_internal_error_with_its_trace() {
        var exit = failures.report("plan", new IllegalStateException("odd"), true);

        assertThat(exit).isEqualTo(70);
        assertThat(terminal.out())
                .contains("\"code\" : \"internal-error\"")
                .contains("\"what\" : \"internal error: java.lang.IllegalStateException: odd\"");
        assertThat(terminal.err())
                .startsWith(
                        """
                        error: internal error: java.lang.IllegalStateException: odd
                          Please report it with the lines below.
                        java.lang.IllegalStateException: odd
                        \tat io.sistership.cli.FailuresTest.\
                        """);
    }

    private static SistershipException noPoint() {
        return new SistershipException(
                FailureKind.ACCESS,
                "no-point",
                "there is no recovery point of shop yet",
                "Make one:\nsistership capture");
    }
}
