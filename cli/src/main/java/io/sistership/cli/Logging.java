package io.sistership.cli;

/// Libraries' log lines: warnings and worse on standard error, nothing of ours beside our own
/// output. `SISTERSHIP_LOG=debug` shows more.
final class Logging {

    private Logging() {}

    static void configure() {
        var level = System.getenv().getOrDefault("SISTERSHIP_LOG", "error");
        System.setProperty("sistership.log", level);
    }
}
