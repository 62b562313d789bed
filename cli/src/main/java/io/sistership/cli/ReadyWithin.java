package io.sistership.cli;

import io.sistership.restore.WorkloadProbe;
import java.time.Duration;
import picocli.CommandLine.Option;

/// How long `recover` and `verify` wait for what runs.
final class ReadyWithin {

    @Option(
            names = "--ready-within",
            paramLabel = "TIME",
            converter = ExpireCommand.Time.class,
            description =
                    "Wait at most so long for rollouts, claims, webhooks and API services that were ready"
                            + " when they were captured: 90s, 10m; 0s looks once (default: 5m).")
    private Duration time = WorkloadProbe.WITHIN;

    Duration time() {
        return time;
    }
}
