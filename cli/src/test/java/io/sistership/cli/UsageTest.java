package io.sistership.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class UsageTest {

    private final Captured terminal = Captured.plain(Path.of(""));

    @Test
    void no_command_at_all_is_refused() {
        refused("error: name a command\n  See: sistership --help\n");
    }

    @Test
    void a_format_that_is_none_is_refused() {
        refused(
                """
                error: --output can't be 'yaml': it is one of text, json
                  See: sistership points --help
                """,
                "points",
                "-o",
                "yaml");
    }

    @Test
    void an_unknown_command_is_refused_with_the_nearest() {
        refused(
                """
                error: unknown command 'captrue'
                  Did you mean 'capture'?
                  See: sistership --help
                """,
                "captrue");
    }

    @Test
    void an_unknown_option_is_refused_with_the_nearest() {
        refused(
                """
                error: unknown option '--pont'
                  Did you mean '--point'?
                  See: sistership recover --help
                """,
                "recover",
                "--pont",
                "x");
    }

    @Test
    void a_letter_is_near_to_no_other() {
        refused("error: unknown option '-x'\n  See: sistership points --help\n", "points", "-x");
    }

    @Test
    void a_word_too_many_is_refused() {
        refused(
                "error: unknown argument 'shop'\n  See: sistership capture --help\n",
                "capture",
                "shop");
    }

    @Test
    void a_word_that_is_none_of_those_there_are_is_refused_with_them() {
        refused(
                """
                error: STACK can't be 'vault': it is one of recovery, replica, primary
                  See: sistership access --help
                """,
                "access",
                "vault");
    }

    @Test
    void a_missing_word_is_named() {
        refused(
                "error: Missing required parameter: 'STACK'\n  See: sistership access --help\n",
                "access");
    }

    @Test
    void an_option_without_its_value_is_named() {
        refused(
                """
                error: Missing required parameter for option '--point' (ID)
                  See: sistership plan --help
                """,
                "plan",
                "--point");
    }

    @Test
    void programs_get_the_document_even_where_the_line_was_not_understood() {
        assertThat(Main.run(terminal.terminal(), "plan", "--pont", "x", "--output=json"))
                .isEqualTo(2);

        assertThat(terminal.out())
                .isEqualTo(
                        """
                        {
                          "schema" : "sistership.io/plan/v1",
                          "command" : "plan",
                          "result" : null,
                          "issues" : [ {
                            "code" : "usage",
                            "severity" : "BLOCKING",
                            "where" : "plan",
                            "what" : "unknown option '--pont'",
                            "fix" : "Did you mean '--point'?\\nSee: sistership plan --help"
                          } ]
                        }
                        """);
    }

    @Test
    void a_flag_that_init_needs_is_named_where_nobody_can_be_asked() {
        refused(
                """
                error: --application is missing: name of the application
                  Give it as a flag, or run the command in a terminal to be asked. See: sistership init --help
                """,
                "init",
                "-f",
                "no-such-file.yaml");
    }

    @Test
    void an_environment_that_is_no_account_and_region_is_refused() {
        refused(
                """
                error: --primary is '111111111111', not account/region
                  Write it as 111111111111/us-east-1.
                """,
                "init",
                "-f",
                "no-such-file.yaml",
                "--application=shop",
                "--cluster=shop",
                "--primary=111111111111",
                "--recovery=222222222222/us-west-2");
    }

    private void refused(String message, String... line) {
        assertThat(Main.run(terminal.terminal(), line)).isEqualTo(2);

        assertThat(terminal.err()).isEqualTo(message);
        assertThat(terminal.out()).isEmpty();
    }
}
