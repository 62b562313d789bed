package io.sistership.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The real command line in a process of its own, in an application's folder.
final class ShipProcess {

    private final Process process;
    private final Path out;

    private ShipProcess(Process process, Path out) {
        this.process = process;
        this.out = out;
    }

    /// @param endpoint where it finds AWS
    static ShipProcess start(Path directory, String endpoint, String... arguments) {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "io.sistership.cli.Main"));
        command.addAll(List.of(arguments));
        try {
            var out = Files.createTempFile(directory, "ship", ".out");
            var builder =
                    new ProcessBuilder(command)
                            .directory(directory.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(out.toFile());
            builder.environment().putAll(World.shared().rig().exports());
            builder.environment().putAll(Map.of("AWS_ENDPOINT_URL", endpoint));
            return new ShipProcess(builder.start(), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// kill -9.
    void kill() {
        process.destroyForcibly();
    }

    /// Waits for its end.
    Ship.Run await() {
        try {
            if (!process.waitFor(4, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException("still running:\n" + Files.readString(out));
            }
            var text = Files.readString(out);
            return new Ship.Run(process.exitValue(), text, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
