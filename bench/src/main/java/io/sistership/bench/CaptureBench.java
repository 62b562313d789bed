package io.sistership.bench;

import io.sistership.delegate.NativeCryptography;
import java.io.IOException;
import java.nio.file.Path;

/// How fast a capture is, held against a bare reader of the same lists in the same run.
///
/// `CaptureBench TOOL JSON`: the bare tool's binary, and the file that takes the figures. Exits 1
/// where a bar is missed.
final class CaptureBench {

    private static final int WARMING = 3;

    private CaptureBench() {}

    public static void main(String[] arguments) throws IOException {
        NativeCryptography.install();
        var figures = new Figures();
        var tool = Path.of(arguments[0]);
        try (var workspace = new Workspace();
                var small = new BenchCluster(workspace.fresh("small"), tool);
                var large = new BenchCluster(workspace.fresh("large"), tool)) {
            run(new Field(small, large, workspace, figures));
            workspace.step("Done");
        }
        figures.write(Path.of(arguments[1]));
        System.out.printf("%n%s%nThe same as JSON: %s%n", figures.table(), arguments[1]);
        if (Field.LARGE < 100_000) {
            System.out.println("With so few objects they only show that the benchmark works.");
        }
        if (!figures.met()) {
            System.exit(1);
        }
    }

    private static void run(Field field) {
        fill(field);
        new WarmPairs(field).run();
        new Processes(field).run();
        new LiveHeaps(field).run();
        new Recaptures(field).run();
        new UnderLoad(field).run();
        new IntoS3(field).run();
    }

    private static void fill(Field field) {
        var workspace = field.workspace();
        workspace.step(
                "Filling two clusters with %,d and %,d objects"
                        .formatted(Field.SMALL, Field.LARGE));
        field.small().fill(Field.SMALL);
        field.large().fill(Field.LARGE);
        workspace.step("Warming up");
        for (var round = 0; round < WARMING; round++) {
            field.capture(field.small());
        }
        field.capture(field.large());
    }
}
