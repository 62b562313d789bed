package io.sistership.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A program that a person would run beside Sistership: an unmodified `aws` or `kubectl`. Immutable.
final class Command {

    private static final JsonMapper JSON = new JsonMapper();

    /// @param out what it wrote to standard output, with what it wrote to standard error behind
    record Result(int exit, String out) {

        /// The output of a command that succeeded.
        String ok() {
            if (exit != 0) {
                throw new IllegalStateException("exit " + exit + ":\n" + out);
            }
            return out;
        }

        JsonNode json() {
            return JSON.readTree(ok());
        }
    }

    private final Map<String, String> environment;
    private final List<String> prefix;

    private Command(Map<String, String> environment, List<String> prefix) {
        this.environment = Map.copyOf(environment);
        this.prefix = List.copyOf(prefix);
    }

    /// The AWS CLI with a profile of the rig.
    static Command aws(Rig rig, String profile, String region) {
        var program = Rig.checkout().resolve("rig/target/venv/bin/aws").toString();
        var environment = new HashMap<>(rig.exports());
        environment.put("AWS_PAGER", "");
        return new Command(
                environment,
                List.of(program, "--profile", profile, "--region", region, "--output", "json"));
    }

    /// kubectl with a kubeconfig.
    static Command kubectl(Path kubeconfig) {
        var program = Rig.checkout().resolve("rig/target/bin/kubectl").toString();
        return new Command(Map.of(), List.of(program, "--kubeconfig", kubeconfig.toString()));
    }

    /// kubectl as somebody whose credentials come from the AWS CLI.
    static Command kubectl(Rig rig, Path kubeconfig) {
        var environment = new HashMap<>(rig.exports());
        var bin = Rig.checkout().resolve("rig/target/venv/bin");
        environment.put("PATH", bin + ":" + System.getenv("PATH"));
        return new Command(environment, kubectl(kubeconfig).prefix);
    }

    /// A Java program of this class path, with a temporary directory of its own.
    static Command java(Rig rig, Path temporary) {
        var environment = new HashMap<>(rig.exports());
        environment.put("TMPDIR", temporary.toString());
        var program = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var classes = System.getProperty("java.class.path");
        return new Command(
                environment,
                List.of(program, "-cp", classes, "--enable-native-access=ALL-UNNAMED"));
    }

    /// A shell in which `aws` and `kubectl` are the rig's: for commands as they are printed.
    static Command shell(Rig rig) {
        var environment = new HashMap<>(rig.exports());
        var target = Rig.checkout().resolve("rig/target");
        environment.put(
                "PATH",
                target.resolve("venv/bin")
                        + ":"
                        + target.resolve("bin")
                        + ":"
                        + System.getenv("PATH"));
        return new Command(environment, List.of("bash", "-euo", "pipefail", "-c"));
    }

    /// Python with the rig's developer packages.
    static Command python(Map<String, String> environment) {
        var build =
                new Command(
                        Map.of(), List.of(Rig.checkout().resolve("rig/cloud/build").toString()));
        build.run("dev").ok();
        var program = Rig.checkout().resolve("rig/target/venv/bin/python").toString();
        return new Command(environment, List.of(program));
    }

    Result run(String... arguments) {
        return run(new byte[0], arguments);
    }

    /// Runs it with this standard input.
    Result run(byte[] input, String... arguments) {
        var builder =
                new ProcessBuilder(Stream.concat(prefix.stream(), Stream.of(arguments)).toList());
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true);
        try {
            var process = builder.start();
            try (var stdin = process.getOutputStream()) {
                stdin.write(input);
            }
            var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException("still running: " + builder.command());
            }
            return new Result(process.exitValue(), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
