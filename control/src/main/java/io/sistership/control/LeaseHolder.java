package io.sistership.control;

import io.sistership.vault.BlobStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Who has a lease, as the state bucket keeps it.
///
/// @param run one run of one command
/// @param host for people
/// @param until when the lease ends unless renewed
/// @param place the boot and the process namespace in which `pid` is a process; empty where the
///     operating system doesn't tell
/// @param started when the process began, in milliseconds
record LeaseHolder(String run, String host, Instant until, String place, long pid, long started) {

    private static final JsonMapper JSON = new JsonMapper();

    /// What two readings of one process's start may differ by: the clock they count from is set.
    private static final Duration SAME_START = Duration.ofSeconds(5);

    /// This process, with nothing held yet.
    static LeaseHolder thisProcess() {
        var process = ProcessHandle.current();
        var host = System.getenv().getOrDefault("HOSTNAME", "unknown host");
        return new LeaseHolder(
                UUID.randomUUID().toString(),
                "process " + process.pid() + " on " + host,
                Instant.EPOCH,
                here(),
                process.pid(),
                startOf(process));
    }

    LeaseHolder until(Instant end) {
        return new LeaseHolder(run, host, end, place, pid, started);
    }

    /// Whether it was given back.
    boolean isOver() {
        return until.equals(Instant.EPOCH);
    }

    /// Whether the holder's process was one of this very place, and is gone: then nothing has to be
    /// waited for. Of other machines and containers nothing is known.
    boolean isGone() {
        return !place.isEmpty()
                && place.equals(here())
                && ProcessHandle.of(pid)
                        .filter(ProcessHandle::isAlive)
                        .filter(it -> Math.abs(startOf(it) - started) < SAME_START.toMillis())
                        .isEmpty();
    }

    /// A process id means something within one boot of one kernel, and one namespace of process ids
    /// (proc(5): `/proc/sys/kernel/random/boot_id`; namespaces(7): `/proc/[pid]/ns/pid`).
    private static String here() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip()
                    + " "
                    + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
        } catch (IOException | SecurityException _) {
            return "";
        }
    }

    private static long startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    byte[] bytes() {
        var document = JSON.createObjectNode();
        document.put("run", run).put("host", host).put("until", until.toString());
        document.put("place", place).put("pid", pid).put("started", started);
        return JSON.writeValueAsBytes(document);
    }

    static LeaseHolder read(BlobStore state, String key) {
        try (var in = state.get(key)) {
            var document = JSON.readTree(in);
            return new LeaseHolder(
                    text(document, "run"),
                    text(document, "host"),
                    Instant.parse(text(document, "until")),
                    text(document, "place"),
                    document.path("pid").asLong(0),
                    document.path("started").asLong(0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(JsonNode document, String member) {
        return document.path(member).asString("");
    }
}
