package io.sistership.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class HelpTest {

    private static final int WIDTH = 100;

    private final Captured terminal = Captured.plain(Path.of(""));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "init",
                "access",
                "policy",
                "capture",
                "points",
                "points expire",
                "points protect",
                "points unprotect",
                "show",
                "check",
                "plan",
                "recover",
                "verify"
            })
    void each_command_says_what_it_does_and_shows_examples_that_it_understands(String command) {
        assertThat(Main.run(terminal.terminal(), (command + " --help").split(" ", -1))).isZero();

        var help = terminal.out();
        assertThat(help)
                .startsWith("Usage: sistership " + command + " ")
                .contains("\n\nOptions:\n")
                .contains("--file=FILE", "--output=FORMAT", "--help")
                .contains("\n\nExamples:\n  sistership " + command);
        assertThat(help.lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(WIDTH));
        assertThat(examples(help)).isNotEmpty().allSatisfy(this::understood);
        assertThat(terminal.err()).isEmpty();
    }

    @Test
    void the_command_alone_lists_all_commands_and_the_exit_codes() {
        assertThat(Main.run(terminal.terminal(), "--help")).isZero();

        assertThat(terminal.out())
                .contains("\n\nCommands:\n  init ")
                .contains("\n\nThe usual road:\n")
                .contains("Exit codes: 0 done; 1 done, with issues or differences;");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "capture", "recover"})
    void every_command_knows_the_version(String command) {
        var line = command.isEmpty() ? List.of("-V") : List.of(command, "-V");

        assertThat(Main.run(terminal.terminal(), line.toArray(String[]::new))).isZero();

        assertThat(terminal.out()).isEqualTo("sistership 0.1.0\n");
    }

    /// The examples, each on one line, without comments and what it is piped into.
    private static List<String> examples(String help) {
        var text = help.substring(help.indexOf("Examples:\n") + "Examples:\n".length());
        return text.replaceAll("\\\\\n\\s*", "")
                .lines()
                .flatMap(line -> List.of(line.split("&&|;", -1)).stream())
                .map(line -> line.replaceAll("[|>#].*", "").strip())
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private void understood(String example) {
        assertThat(example).startsWith("sistership ");
        var words = example.substring("sistership ".length()).split("\\s+", -1);
        var line = new CommandLine(new RootCommand(), new CommandFactory(terminal.terminal()));
        line.setCaseInsensitiveEnumValuesAllowed(true);

        assertThat(line.parseArgs(words).subcommand()).isNotNull();
    }
}
