package io.sistership.rig;

import io.sistership.cli.Main;
import io.sistership.cli.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Runs `sistership` in this process, in a folder of its own. Confined to one thread.
final class Ship {

    private static final JsonMapper JSON = new JsonMapper();

    /// What a command ended with and wrote.
    record Run(int exit, String out, String err) {

        /// The run, which must have ended so.
        Run exits(int expected) {
            if (exit != expected) {
                throw new AssertionError(
                        "exit " + exit + " instead of " + expected + "\n" + out + "\n" + err);
            }
            return this;
        }

        /// The `result` of a run with `-o json`.
        JsonNode result() {
            return document().get("result");
        }

        JsonNode document() {
            return JSON.readTree(out);
        }
    }

    private final Path directory;
    private final List<Run> runs = new ArrayList<>();

    Ship(Path directory) {
        this.directory = directory;
    }

    Path directory() {
        return directory;
    }

    Run run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var terminal =
                new Terminal(
                        new PrintWriter(out, true),
                        new PrintWriter(err, true),
                        false,
                        false,
                        directory);
        int exit = Main.run(terminal, arguments);
        var run = new Run(exit, out.toString(), err.toString());
        runs.add(run);
        return run;
    }

    /// Every run so far.
    List<Run> runs() {
        return List.copyOf(runs);
    }

    /// Runs a command with `-o json`.
    Run json(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.add("-o");
        all.add("json");
        return run(all.toArray(String[]::new));
    }
}
