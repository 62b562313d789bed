package io.sistership.bench;

import io.sistership.delegate.NativeCryptography;
import java.io.IOException;
import java.nio.file.Path;

/// How fast objects are restored and read back, held against a bare loader that posts the same bodies
/// in the same run.
///
/// `RestoreBench TOOL JSON`: the bare tool's binary, and the file that takes the figures. Exits 1
/// where a bar is missed.
final class RestoreBench {

    private static final int FULL = 20_000;

    private RestoreBench() {}

    public static void main(String[] arguments) throws IOException {
        NativeCryptography.install();
        var figures = new Figures();
        try (var workspace = new Workspace()) {
            workspace.step(
                    "Filling and capturing clusters of up to %,d objects".formatted(Dock.OBJECTS));
            var dock = new Dock(workspace, figures, Path.of(arguments[0]));
            var bodies = workspace.fresh("bodies").resolve("bodies.jsonl");
            var few = new RestoreHeaps(dock).run(bodies);
            var median = new RestorePairs(dock).run(bodies, few);
            new RestoresAtOnce(dock).run(median);
            workspace.step("Done");
        }
        figures.write(Path.of(arguments[1]));
        System.out.printf("%n%s%nThe same as JSON: %s%n", figures.table(), arguments[1]);
        if (Dock.OBJECTS < FULL) {
            System.out.println("With so few objects they only show that the benchmark works.");
        }
        if (!figures.met()) {
            System.exit(1);
        }
    }
}
