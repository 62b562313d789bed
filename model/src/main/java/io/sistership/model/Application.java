package io.sistership.model;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A named set of EKS clusters protected together: what `sistership.yaml` says.
///
/// @param counterparts explicit ones, primary id or ARN to recovery id or ARN
/// @param rpo how old the newest recovery point may become
/// @param capture what it changes of a standard capture
/// @param restore what it chooses about restoring
/// @param digest of the file's bytes: recovery points name the configuration they were made with
public record Application(
        String name,
        Environment primary,
        Environment recovery,
        List<String> clusters,
        Map<String, String> counterparts,
        Duration rpo,
        Retention retention,
        CaptureChanges capture,
        RestoreChoices restore,
        Sha256 digest) {

    public Application {
        clusters = List.copyOf(clusters);
        counterparts = Collections.unmodifiableMap(new LinkedHashMap<>(counterparts));
        if (clusters.isEmpty()) {
            throw new IllegalArgumentException("an application protects at least one cluster");
        }
    }

    /// The ARN of a cluster of this application in the primary environment.
    public Arn primaryCluster(String cluster) {
        return cluster(primary, cluster);
    }

    /// The ARN that a cluster of this name has in the recovery environment.
    public Arn recoveryCluster(String cluster) {
        return cluster(recovery, cluster);
    }

    private static Arn cluster(Environment environment, String cluster) {
        return new Arn(
                environment.region().partition(),
                "eks",
                environment.region().value(),
                environment.account().value(),
                "cluster/" + cluster);
    }
}
