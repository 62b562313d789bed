package io.sistership.cli;

import io.sistership.model.Issue;
import io.sistership.model.SistershipException;
import java.util.List;

/// Tells people and programs why a command failed.
final class Failures {

    private final Terminal terminal;

    Failures(Terminal terminal) {
        this.terminal = terminal;
    }

    /// @return the exit code
    int report(String command, Exception failure, boolean json) {
        if (failure instanceof SistershipException known) {
            return report(command, known, json);
        }
        var message = "internal error: " + failure;
        issue(
                command,
                Issue.blocking(
                        "internal-error",
                        command,
                        message,
                        "Please report it with the lines below."),
                json);
        failure.printStackTrace(terminal.err());
        terminal.err().flush();
        return 70;
    }

    private int report(String command, SistershipException failure, boolean json) {
        issue(command, failure.asIssue(command), json);
        return failure.kind().exitCode();
    }

    private void issue(String command, Issue issue, boolean json) {
        if (json) {
            JsonDocument.of(command, null, List.of(issue)).print(terminal.out());
        }
        var err = terminal.err();
        err.println(terminal.red("error: ") + issue.what());
        issue.fix().lines().forEach(line -> err.println("  " + line));
        err.flush();
    }
}
