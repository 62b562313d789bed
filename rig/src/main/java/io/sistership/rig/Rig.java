package io.sistership.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// A rig of two AWS accounts, started by `rig/up` and ended by `rig/down`: for tests.
///
/// The exports of the rig become system properties of this process, which the AWS SDK reads as it
/// reads the environment: so one process has one rig ([#shared()]). Thread-safe.
public final class Rig implements AutoCloseable {

    private static final Pattern EXPORT = Pattern.compile("export ([A-Z_]+)=(.*)");
    private static final Map<String, String> PROPERTIES =
            Map.of(
                    "AWS_ENDPOINT_URL", "aws.endpointUrl",
                    "AWS_CONFIG_FILE", "aws.configFile",
                    "AWS_SHARED_CREDENTIALS_FILE", "aws.sharedCredentialsFile");

    private final Path root;
    private final Path state;
    private final Map<String, String> exports;

    private Rig(Path root, Path state, Map<String, String> exports) {
        this.root = root;
        this.state = state;
        this.exports = Map.copyOf(exports);
    }

    private static final class Shared {
        private static final Rig RIG = start();

        private static Rig start() {
            var rig = up(checkout(), temporary());
            rig.exports.forEach((name, value) -> {
                if (PROPERTIES.containsKey(name)) {
                    System.setProperty(Objects.requireNonNull(PROPERTIES.get(name)), value);
                }
            });
            Runtime.getRuntime().addShutdownHook(new Thread(rig::close));
            return rig;
        }

        private static Path temporary() {
            try {
                return Files.createTempDirectory("sistership-rig-");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// The rig of this process; it ends with it.
    public static Rig shared() {
        return Shared.RIG;
    }

    /// Starts a rig of one's own without pointing this process at it.
    public static Rig up(Path root, Path state) {
        var exports = new LinkedHashMap<String, String>();
        for (var line : run(root, List.of("rig/up", "--state", state.toString()))) {
            var match = EXPORT.matcher(line);
            if (match.matches()) {
                exports.put(match.group(1), unquoted(match.group(2)));
            }
        }
        return new Rig(root, state, exports);
    }

    /// The root of this checkout: the folder that holds `rig/up`.
    public static Path checkout() {
        var at = Path.of("").toAbsolutePath();
        while (!Files.exists(at.resolve("rig/up"))) {
            at =
                    Objects.requireNonNull(
                            at.getParent(), "rig/up is not above the working directory");
        }
        return at;
    }

    /// Where the rig keeps its files and logs.
    public Path state() {
        return state;
    }

    /// The rig's `export` lines, by variable.
    public Map<String, String> exports() {
        return exports;
    }

    /// The files of one cluster's control plane: kubeconfig of its administrator, logs.
    public Path cluster(String account, String region, String name) {
        return state.resolve("clusters").resolve(account).resolve(region).resolve(name);
    }

    /// Puts one of the rig's own images into an account's registry.
    public void pushImage(String profile, String region, String repository, String tag) {
        run(
                root,
                List.of(
                        "rig/push-image",
                        "--profile",
                        profile,
                        "--region",
                        region,
                        repository,
                        tag),
                exports);
    }

    @Override
    public void close() {
        run(root, List.of("rig/down", "--state", state.toString()));
        delete(state);
    }

    private static String unquoted(String value) {
        return value.replaceAll("^['\"]|['\"]$", "");
    }

    static List<String> run(Path root, List<String> command) {
        return run(root, command, Map.of());
    }

    private static List<String> run(
            Path root, List<String> command, Map<String, String> environment) {
        try {
            var arguments = new ArrayList<>(command);
            arguments.set(0, root.resolve(command.getFirst()).toString());
            var log = Files.createTempFile("sistership-rig", ".log");
            var builder =
                    new ProcessBuilder(arguments)
                            .directory(root.toFile())
                            .redirectError(log.toFile());
            builder.environment().putAll(environment);
            var process = builder.start();
            var lines = process.inputReader().lines().toList();
            if (!process.waitFor(10, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IllegalStateException(
                        command + " failed:\n" + Files.readString(log) + String.join("\n", lines));
            }
            Files.delete(log);
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + command, e);
        }
    }

    private static void delete(Path directory) {
        try (var paths = Files.walk(directory)) {
            paths.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
