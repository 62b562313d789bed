package io.sistership.cli;

import io.sistership.model.Issue;
import java.io.PrintWriter;
import java.util.List;

/// Standard output as a person reads it. Confined to one command.
final class Screen {

    private final Terminal terminal;
    private final PrintWriter out;

    Screen(Terminal terminal) {
        this.terminal = terminal;
        this.out = terminal.out();
    }

    Terminal terminal() {
        return terminal;
    }

    void line(String text) {
        out.println(text);
    }

    void heading(String text) {
        out.println();
        out.println(terminal.bold(text));
    }

    void table(Table table) {
        table.print(out, terminal);
    }

    void issues(List<Issue> issues) {
        if (issues.isEmpty()) {
            return;
        }
        heading(issues.size() == 1 ? "1 issue" : issues.size() + " issues");
        for (var issue : issues) {
            out.println("  " + mark(issue) + " " + issue.where() + ": " + issue.what());
            if (!issue.fix().isEmpty()) {
                issue.fix().lines().forEach(line -> out.println("      " + line));
            }
        }
    }

    private String mark(Issue issue) {
        return switch (issue.severity()) {
            case BLOCKING -> terminal.red("blocks ");
            case WARNING -> terminal.yellow("warning");
            case INFO -> terminal.dim("note   ");
        };
    }
}
