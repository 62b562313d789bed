package io.sistership.rebuild;

import io.sistership.model.Arn;
import io.sistership.model.Environment;
import io.sistership.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// What is rebuilt, where, and under which name.
///
/// @param application the application's name
/// @param source the captured cluster
/// @param cluster the name of the cluster to be made: a rehearsal has another one
/// @param delegate the role that will write the cluster's objects
public record RecoveryTarget(
        String application,
        Arn source,
        Environment primary,
        Environment recovery,
        String cluster,
        Arn delegate) {

    static final String APPLICATION_TAG = "sistership:application";
    static final String RECOVERY_TAG = "sistership:recovery-id";
    static final String SOURCE_TAG = "sistership:source-arn";

    /// The same in every run for this application, source and target, so that a run that was killed
    /// is continued, and a rehearsal and a recovery don't see each other's.
    public String recoveryId() {
        var words =
                String.join(
                        "\n",
                        "sistership recovery id, version 1",
                        application,
                        source.toString(),
                        recovery.account().value(),
                        recovery.region().value(),
                        cluster);
        return Sha256.of(words.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 20);
    }

    /// The tags of a resource that Sistership makes.
    ///
    /// @param original the ARN of what it stands for
    Map<String, String> tags(String original) {
        var tags = new LinkedHashMap<String, String>();
        tags.put(APPLICATION_TAG, application);
        tags.put(RECOVERY_TAG, recoveryId());
        tags.put(SOURCE_TAG, original);
        return tags;
    }

    /// Whether tags say that Sistership made the resource for this very recovery.
    boolean isOurs(Map<String, String> tags) {
        return recoveryId().equals(tags.get(RECOVERY_TAG));
    }
}
