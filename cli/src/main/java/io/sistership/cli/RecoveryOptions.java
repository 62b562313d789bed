package io.sistership.cli;

import io.sistership.control.RecoveryRequest;
import io.sistership.model.Application;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/// What plan, recover and verify have in common.
final class RecoveryOptions {

    @Option(
            names = "--point",
            paramLabel = "ID",
            description = "The recovery point (default: the newest accepted one).")
    private String point = "";

    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            description = "Which cluster, where there are several.")
    private String cluster = "";

    @Option(
            names = "--target",
            paramLabel = "NAME",
            description = "Name of the cluster to be made (default: as it was).")
    private String target = "";

    @Option(
            names = "--accept",
            paramLabel = "CODE",
            description =
                    "Go on although this issue blocks, by its code or by CODE:OBJECT; may be repeated.")
    private List<String> accepted = new ArrayList<>();

    RecoveryRequest request(Application application) {
        var source = new Clusters(application).one(cluster);
        return new RecoveryRequest(source, point, target.isEmpty() ? source : target, accepted);
    }

    /// What was said and nothing else: empty where a plan decides.
    RecoveryRequest said() {
        return new RecoveryRequest(cluster, point, target, accepted);
    }
}
